import { requestProperties } from './request-schema.js';
import { template } from './texts.js';

/** The introspection request (RFC 7662). */
export const introspectSchema = {
  type: 'object',
  description:
    'The introspection request (RFC 7662): asked for the end of an access token where the token answer does not tell it, and when a connection is tested.',
  properties: requestProperties,
  required: ['url'],
  additionalProperties: false,
} as const;

/** Dynamic client registration (RFC 7591). */
export const registrationSchema = {
  type: 'object',
  description: 'Dynamic client registration (RFC 7591): where Latchkey registers a client of its own when asked to.',
  properties: { url: template('The client registration endpoint.') },
  required: ['url'],
  additionalProperties: false,
} as const;
