import type { TextSchema } from './from-schema.js';

// The kinds of text that definitions are made of.

/** A template: a text that may hold {placeholders} (template.ts). */
export function template<const D extends string>(description: D) {
  return { type: 'string', description, minLength: 1, maxLength: 2000 } as const satisfies TextSchema;
}

export function words<const D extends string>(description: D) {
  return { type: 'string', description, minLength: 1, maxLength: 500, pattern: '\\S' } as const satisfies TextSchema;
}

export function oneOf<const D extends string, const C extends readonly string[]>(description: D, choices: C) {
  return { type: 'string', description, enum: choices } as const;
}

/** Where a value stands in an answer: member names joined by dots, list positions as numbers. */
export function path<const D extends string>(description: D) {
  return {
    type: 'string',
    description,
    minLength: 1,
    maxLength: 200,
    pattern: '^[^.\\s]+(\\.[^.\\s]+)*$',
    examples: ['data.access_token'],
  } as const satisfies TextSchema;
}

/** A parameter's or header's name, as it goes on the wire. */
export const wireName = {
  type: 'string',
  minLength: 1,
  maxLength: 100,
  pattern: "^[A-Za-z0-9_.~!#$%&'*+^`|:@\\[\\]-]+$",
  examples: ['access_type'],
} as const satisfies TextSchema;

/** Our own name of an input, a capture, a step. */
export const ownName = {
  type: 'string',
  description: 'Letters, digits and underscores, beginning with a letter.',
  maxLength: 60,
  pattern: '^[A-Za-z][A-Za-z0-9_]*$',
  examples: ['shop'],
} as const satisfies TextSchema;

/** An environment of a connection config. */
export const environmentName = {
  type: 'string',
  maxLength: 32,
  pattern: '^[a-z][a-z0-9_-]*$',
  examples: ['sandbox'],
} as const satisfies TextSchema;

/** A host that may be called: a name, or `*.` before a domain for every name under it. */
export const hostPattern = {
  type: 'string',
  description: 'A host name, `*.example.com` for every name under a domain, or `*` for any host on the internet.',
  maxLength: 253,
  pattern: '^(\\*|(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)$',
  examples: ['*.example.com'],
} as const satisfies TextSchema;

export function seconds<const D extends string>(description: D) {
  return { type: 'integer', description, minimum: 1, maximum: 3_153_600_000 } as const;
}

/** Free names and templates as values: extra parameters, headers. */
export function templates<const D extends string>(description: D) {
  return {
    type: 'object',
    description,
    propertyNames: wireName,
    additionalProperties: template('A text that may hold {placeholders}.'),
    maxProperties: 40,
  } as const;
}
