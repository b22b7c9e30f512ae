import { requestProperties, responseSchema } from './request-schema.js';
import { oneOf, path, wireName } from './texts.js';

const { format, error, errorDescription } = responseSchema.properties;

/** The device authorization request (RFC 8628 section 3.1) and how its answer and the polls after it differ. */
export const deviceSchema = {
  type: 'object',
  description:
    'Of the grant type device_code (RFC 8628): the device authorization request. Client authentication, headers and names are those of `token` unless said otherwise.',
  properties: {
    ...requestProperties,
    response: {
      type: 'object',
      description: 'Where the answer differs from RFC 8628 section 3.2.',
      properties: {
        format,
        deviceCode: path('Where the device code stands.'),
        userCode: path('Where the code that the person types stands.'),
        verificationUri: path('Where the address that the person goes to stands, for example verification_url.'),
        verificationUriComplete: path('Where the same address with the code in it stands.'),
        expiresIn: path('Where the life of the codes in seconds stands.'),
        interval: path('Where the seconds between two polls stand.'),
        error,
        errorDescription,
      },
      required: [],
      additionalProperties: false,
    },
    errors: {
      type: 'object',
      description:
        'Error codes of the token endpoint while it is polled that are not of RFC 8628 section 3.5, and the standard ones that they mean.',
      propertyNames: wireName,
      additionalProperties: oneOf('A standard code.', [
        'authorization_pending',
        'slow_down',
        'access_denied',
        'expired_token',
      ]),
      maxProperties: 20,
    },
  },
  required: ['url'],
  additionalProperties: false,
} as const;
