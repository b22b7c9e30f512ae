import { requestProperties, responseSchema } from './request-schema.js';
import { environmentName, hostPattern, oneOf, ownName, path, template, templates, words } from './texts.js';

/** Values that a definition asks of the vendor or the customer. */
export const inputsSchema = {
  type: 'array',
  description: 'The values that the placeholders ask for.',
  items: {
    type: 'object',
    properties: {
      name: ownName,
      label: { ...words('For people.'), maxLength: 100 },
      type: oneOf(
        '`host` is a host name, `url` a whole https URL whose host must match `hosts`; `secret` is sealed and never shown again.',
        ['text', 'secret', 'choice', 'host', 'url'],
      ),
      visibility: oneOf("Who gives the value: nobody outside (a default), the vendor's people, or the customer.", [
        'hidden',
        'organization',
        'customer',
      ]),
      required: { type: 'boolean', description: 'Whether it must be given before connecting; it need not by default.' },
      default: words('Taken when nothing is given.'),
      defaults: {
        type: 'object',
        description:
          'Taken instead of `default` in these environments, for example {"sandbox": "sandbox.example.com"}.',
        propertyNames: environmentName,
        additionalProperties: words('A value.'),
        maxProperties: 20,
      },
      pattern: words('A regular expression that the whole value must match.'),
      choices: {
        type: 'array',
        description: 'Of a `choice`.',
        items: {
          type: 'object',
          properties: { value: words('What is sent.'), label: words('For people.') },
          required: ['value', 'label'],
          additionalProperties: false,
        },
        maxItems: 100,
      },
      hosts: {
        type: 'array',
        description:
          'Of a `host` or `url`: which hosts may be called. `*`: any; each authorization server that it names then has a redirect URI of its own.',
        items: hostPattern,
        maxItems: 50,
      },
      help: words('One sentence for the person who fills it in.'),
    },
    required: ['name', 'label', 'type', 'visibility'],
    additionalProperties: false,
  },
  maxItems: 30,
} as const;

const captureProperties = {
  name: ownName,
  path: path('Where the value stands.'),
  prefix: words('Taken off the front of the value; without it there the value is not captured.'),
  suffix: words('Taken off the end of the value; without it there the value is not captured.'),
  hosts: {
    type: 'array',
    description: 'Needed when the value chooses a host that is called: which ones may be.',
    items: hostPattern,
    maxItems: 50,
  },
  choose: {
    type: 'object',
    description: 'When `path` leads to a list: the first item of which this is true, else the first item.',
    properties: {
      where: path('Within an item.'),
      equals: template('As a text.'),
      value: path('Within the item chosen: what is captured.'),
    },
    required: ['value'],
    additionalProperties: false,
  },
} as const;

/** Values that are learnt while connecting and kept as context. */
export const capturesSchema = {
  type: 'array',
  description: 'Values that are learnt while connecting and kept with the connection: {context.name}.',
  items: {
    type: 'object',
    properties: {
      ...captureProperties,
      from: oneOf('The parameters of the callback, the members of the token answer, or the claims of a token.', [
        'callback',
        'token',
        'id_token',
        'access_token',
      ]),
    },
    required: ['name', 'from', 'path'],
    additionalProperties: false,
  },
  maxItems: 30,
} as const;

/** Requests after connecting. */
export const stepsSchema = {
  type: 'array',
  description: 'Requests that are made with the new token, in order, to learn values or to finish an installation.',
  items: {
    type: 'object',
    properties: {
      ...requestProperties,
      name: ownName,
      response: responseSchema,
      captures: {
        type: 'array',
        description: 'What is kept of the answer: {context.name}.',
        items: {
          type: 'object',
          properties: captureProperties,
          required: ['name', 'path'],
          additionalProperties: false,
        },
        maxItems: 20,
      },
      failure: oneOf('`ends`: when the step fails, connecting fails. `passes`: it is noted in the log.', [
        'ends',
        'passes',
      ]),
    },
    required: ['name', 'url'],
    additionalProperties: false,
  },
  maxItems: 5,
} as const;

/** How the vendor's code calls the provider's API. */
export const apiSchema = {
  type: 'object',
  description: "How the vendor's code calls the API with a token; told with every access token.",
  properties: {
    baseUrl: template('A template.'),
    baseUrlFallback: template('Instead of `baseUrl` while a value that it asks for is not known.'),
    headers: templates('Headers of every call; {token.access_token} stands for the token.'),
    probe: {
      type: 'object',
      description: 'A call that shows whether a token works.',
      properties: requestProperties,
      required: ['url'],
      additionalProperties: false,
    },
    expirySignals: {
      type: 'array',
      description: 'Answers of the API that mean that the token is no longer accepted, besides status 401.',
      items: {
        type: 'object',
        properties: {
          status: { type: 'integer', description: 'HTTP status.', minimum: 100, maximum: 599 },
          bodyHolds: words('A text that the body holds, whatever its case.'),
        },
        required: [],
        additionalProperties: false,
      },
      maxItems: 10,
    },
  },
  required: [],
  additionalProperties: false,
} as const;
