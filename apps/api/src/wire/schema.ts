import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { type ProblemCode, problems } from '../errors.js';

/** A request body: members that are not named are errors. */
export function body<Properties extends TProperties>(properties: Properties): TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false });
}

/** A name or other short text for people. */
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

/** A stable key that the vendor's code uses: `payroll-sync`. */
export const Key = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$', examples: ['payroll-sync'] });

/** An environment's name. */
export const EnvironmentName = Type.String({ pattern: '^[a-z][a-z0-9_-]{0,31}$', examples: ['production', 'sandbox'] });

/** The name alone: an environment as a member's name. */
export const environmentPattern = /^[a-z][a-z0-9_-]{0,31}$/;

/** A point in time, ISO 8601 UTC. */
export const Time = Type.String({ format: 'date-time', examples: ['2026-01-31T09:30:00.000Z'] });

/** A prefixed id. */
export function id(prefix: string) {
  return Type.String({ examples: [`${prefix}_0192f0c1a2b37c4d8e5f60718293a4b5`] });
}

/** A text or null, as one schema that needs no union. */
export function nullable(schema: TSchema) {
  return Type.Unsafe<string | null>({ ...schema, type: ['string', 'null'] });
}

/** A value or null in an answer. */
export function orNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** A schema that has a name of its own in the OpenAPI document: `$id` is the name. */
export function named<Schema extends TSchema>(name: string, schema: Schema): Schema & { readonly $id: string } {
  return Object.assign(schema, { $id: name });
}

/** A reference to a named schema, with its type. */
export function ref<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` });
}

/** One page of a list; `next` is what to pass as `after` for the following one, null at the end. */
export function pageOf<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return Type.Object({ items: Type.Array(ref(schema)), next: Type.Union([Type.String(), Type.Null()]) });
}

/** The query of every list. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'How many at most.' })),
  after: Type.Optional(Type.String({ description: 'The `next` of the page before.' })),
};

/** RFC 9457. */
export const ProblemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: 'A URI that names the kind of problem.' }),
      title: Type.String(),
      status: Type.Integer(),
      code: Type.String({ description: 'Stable; programs go by this.', examples: Object.keys(problems) }),
      detail: Type.Optional(Type.String()),
      requestId: Type.String(),
      errors: Type.Optional(
        Type.Array(
          Type.Object({
            field: Type.String({ examples: ['environments.production.clientId'] }),
            messages: Type.Array(Type.String()),
          }),
        ),
      ),
    },
    { additionalProperties: true, description: 'RFC 9457, sent as application/problem+json.' },
  ),
);

/** Said of an answer that goes well. */
const told: Readonly<Record<number, string>> = {
  200: 'What is there now.',
  201: 'Made.',
  202: 'Begun: the rest goes on without you.',
};

const always: readonly ProblemCode[] = [
  'invalid_request',
  'unauthorized',
  'missing_scope',
  'outside_key_limits',
  'address_not_allowed',
  'rate_limited',
  'internal_error',
];

/** The answers of one endpoint: its own, and the problems that it can end in. */
export function answers<Own extends Readonly<Record<number, TSchema>>>(own: Own, ...codes: ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...always, ...codes])
    byStatus.set(problems[code].status, [...(byStatus.get(problems[code].status) ?? []), code]);
  const refusals = [...byStatus].map(([status, names]) => [
    status,
    {
      description: names.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
    },
  ]);
  for (const [status, schema] of Object.entries(own)) Object.assign(schema, { description: told[Number(status)] });
  return { ...own, ...(Object.fromEntries(refusals) as Record<never, never>) };
}
