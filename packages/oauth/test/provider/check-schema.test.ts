import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import t from 'tap';
import { checkSchema, type FieldProblem } from '../../src/provider/schema/check-schema.js';
import { definitionSchema } from '../../src/provider/schema/definition-schema.js';
import type { Schema } from '../../src/provider/schema/from-schema.js';
import { bent, drawsOf, fittingValue } from '../near-valid.js';

const ajv = new Ajv2020({ strict: true });
const theirs = ajv.compile(definitionSchema);

t.test('the schema is one: Ajv compiles it in strict mode', async (t) => {
  t.equal(theirs({ name: 'x', token: { url: 'https://as.example' } }), true);
  t.equal(theirs({ name: 'x' }), false);
});

t.test('whatever fits is accepted, by Ajv too', async (t) => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const value = fittingValue(definitionSchema, drawsOf(seed));
      const ours = checkSchema(definitionSchema, value);
      if (ours.length > 0) throw new Error(`we refuse it: ${JSON.stringify(ours)}`);
      if (!theirs(value)) throw new Error(`Ajv refuses it: ${ajv.errorsText(theirs.errors)}`);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

t.test('of documents that nearly fit, Ajv accepts and refuses the same', async (t) => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const draw = drawsOf(seed);
      let value = fittingValue(definitionSchema, draw);
      for (let changes = draw(3); changes >= 0; changes--) value = bent(value, draw);
      const ours = checkSchema(definitionSchema, value);
      const isAccepted = theirs(value);
      if (isAccepted) accepted += 1;
      else refused += 1;
      if (isAccepted !== (ours.length === 0))
        throw new Error(`we: ${JSON.stringify(ours)}; Ajv: ${ajv.errorsText(theirs.errors)}; ${JSON.stringify(value)}`);
    }),
    { numRuns: 4000 },
  );
  t.ok(accepted > 100 && refused > 2000, `${accepted} accepted, ${refused} refused`);
});

t.test('any JSON, near a definition or not', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      if (theirs(value) !== (checkSchema(definitionSchema, value).length === 0)) throw new Error('another verdict');
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

/** What is expected, by the schema at the end of a dotted path; `undefined` for a member that no schema knows. */
function schemaAt(schema: Schema, path: readonly string[]): Schema | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  if (schema.type === 'array') return schemaAt(schema.items, rest);
  if (schema.type !== 'object') return undefined;
  if (!('properties' in schema)) return schemaAt(schema.additionalProperties, rest);
  const inner = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return inner && schemaAt(inner, rest);
}

/** Whether a dotted path through a value can be taken apart again. */
function hasPlainNames(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([name, item]) => /^[^.]{1,100}$/.test(name) && hasPlainNames(item));
}

t.test('every refusal names its field, says what was found and what is expected, and repeats no value', async (t) => {
  const canary = 'canary-9f2c';
  const seen = new Set<string>();
  const poison = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(poison);
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item)]));
    return typeof value === 'string' && value.length > 200 ? `${canary} ${value}` : value === 'x' ? canary : value;
  };
  const judge = ({ field, messages: [message = ''] }: FieldProblem, given: unknown) => {
    const forms = [
      /^must be (one of .+|true or false|a whole number from \d+ to \d+|a text|a list|an object); (nothing was given|found .+)$/,
      /^must not be empty$/,
      /^must be at most \d+ characters long; it has \d+$/,
      /^does not have the expected form(, for example \S.*)?$/,
      /^may hold \d+ (items|members), not \d+$/,
      /^is required: give (an object|a list|true or false|a whole number|a text)$/,
      /^is not known here; known are \w+(, \w+)*$/,
      /^its name .+/,
    ];
    const form = forms.findIndex((pattern) => pattern.test(message));
    if (form < 0) throw new Error(`${field}: ${message}`);
    seen.add(String(form));
    if (message.includes(canary)) throw new Error(`it repeats what was given: ${message}`);
    const isKnown = schemaAt(definitionSchema, field === '' ? [] : field.split('.')) !== undefined;
    if (!isKnown && !message.startsWith('is not known here') && hasPlainNames(given))
      throw new Error(`no such field: ${field} (${message})`);
  };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const draw = drawsOf(seed);
      let value = fittingValue(definitionSchema, draw);
      for (let changes = draw(3); changes >= 0; changes--) value = bent(value, draw);
      const given = poison(value);
      for (const problem of checkSchema(definitionSchema, given)) judge(problem, given);
    }),
    { numRuns: 3000 },
  );
  t.equal(seen.size, 8, 'every kind of refusal was met');
});

t.test('samples of refusals, word for word', async (t) => {
  const first = (value: unknown) => checkSchema(definitionSchema, value)[0];
  const base = { name: 'x', token: { url: 'https://as.example' } };
  const with_ = (more: object) => first({ ...base, ...more });
  t.strictSame(first([]), { field: '', messages: ['must be an object; found a list'] });
  t.strictSame(first({ name: 'x' }), { field: 'token', messages: ['is required: give an object'] });
  t.strictSame(with_({ token: 'https://as.example' }), {
    field: 'token',
    messages: ['must be an object; found a text'],
  });
  t.strictSame(with_({ grantType: 'magic' }), {
    field: 'grantType',
    messages: [
      'must be one of authorization_code, client_credentials, device_code, jwt_bearer, password; found another text',
    ],
  });
  t.strictSame(with_({ lifetimes: { idle: '60' } }), {
    field: 'lifetimes.idle',
    messages: ['must be a whole number from 1 to 3153600000; found a text'],
  });
  t.strictSame(with_({ captures: [{ name: 'a', from: 'token', path: '' }] }), {
    field: 'captures.0.path',
    messages: ['must not be empty'],
  });
  t.strictSame(with_({ captures: [{ name: '1', from: 'token', path: 'a' }] }), {
    field: 'captures.0.name',
    messages: ['does not have the expected form, for example shop'],
  });
});
