import type { definitionSchema } from './schema/definition-schema.js';
import type { FromSchema } from './schema/from-schema.js';
import type { clientAuthentications, standardParameters } from './schema/request-schema.js';

/**
 * A provider as data: the one format of the catalogue's files and of a vendor's inline definition. The schema says what
 * each field means (schema/definition-schema.ts); what a field does not say is as the RFCs say.
 */
export type Definition = FromSchema<typeof definitionSchema>;

/** How a client proves itself (RFC 6749 section 2.3; RFC 7591 section 2 where it has a name). */
export type ClientAuthentication = (typeof clientAuthentications)[number];

/** A standard parameter of a request to the token or revocation endpoint. */
export type StandardParameter = (typeof standardParameters)[number];

export type GrantType = NonNullable<Definition['grantType']>;
export type RequestDefinition = Omit<NonNullable<Definition['revoke']>, 'reach' | 'token' | 'response'>;
export type ResponseDefinition = NonNullable<Definition['token']['response']>;
export type CaptureDefinition = NonNullable<Definition['captures']>[number];
export type StepDefinition = NonNullable<Definition['steps']>[number];
export type ScopeDefinition = NonNullable<Definition['scopes']>[number];
