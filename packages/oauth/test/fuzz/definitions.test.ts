import t from 'tap';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import { definitionSchema } from '../../src/provider/schema/definition-schema.js';
import { fillTemplate, readTextTemplate, readUrlTemplate } from '../../src/provider/template.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { bent, type Draw, drawsOf, fittingValue, pick } from '../near-valid.js';
import { canary, deep, fuzz, oddJson, oddText } from './odd.js';

const least = { name: 'x', token: { url: 'https://as.example/token' }, authorize: { url: 'https://as.example/a' } };
const fields = Object.keys(definitionSchema.properties);

/** Puts the canary into some values (never into names): as it is, in a URL, in half a placeholder. */
function poisoned(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, draw));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      // Choices are offered to everybody.
      Object.entries(value).map(([name, item]) => [name, name === 'choices' ? item : poisoned(item, draw)]),
    );
  if (draw(8) > 0) return value;
  const url = `https://user:${canary}@as.example/${canary}#${canary}`;
  return pick(draw, [canary, url, `{${canary}`, `${canary}\u0000`, ` ${canary}`, `https://as.example/?x=${canary}`]);
}

t.test('validating any definition ends in a verdict, and repeats no value', async (t) => {
  let valid = 0;
  fuzz((draw) => {
    let value: unknown = { ...(fittingValue(definitionSchema, draw, pick(draw, [6, 12, 40])) as object), ...least };
    if (draw(20) === 0) value = oddJson(draw, fields);
    for (let changes = draw(3); changes > 0; changes--) value = bent(value, draw);
    const hollow = draw(50) === 0 ? { [pick(draw, fields)]: deep } : {};
    const given = draw(4) === 0 ? value : { ...(poisoned(value, draw) as object), ...hollow };
    const result = validateDefinition(given);
    if (result.kind === 'definition') {
      valid += 1;
      const { inputs = [] } = result.definition;
      const resolved = resolveAuthorizationServer(
        result.definition,
        Object.fromEntries(inputs.map(({ name }) => [name, oddText(draw)])),
      );
      if (resolved.kind === 'refused' && resolved.message === '') throw new Error('refused without a word');
      return;
    }
    if (result.problems.length === 0) throw new Error('invalid, and nothing is wrong');
    if (JSON.stringify(result.problems).includes(canary)) throw new Error(JSON.stringify(result.problems));
  });
  t.ok(valid > 100, `${valid} were valid`);
});

t.test('any sound definition is judged by its meaning too', async (t) => {
  // Only URLs and templates are odd here, so that the form is right and what is behind it is reached.
  const templates = (draw: Draw) => ({
    [pick(draw, ['x', 'client_id', 'State', 'a.b'])]: draw(2) ? oddText(draw) || 'x' : 'y',
  });
  const url = (draw: Draw) =>
    pick(draw, ['https://as.example/x', `https://${oddText(draw)}`, `{a}/${oddText(draw)}`, 'x']);
  let reached = 0;
  fuzz((draw) => {
    const request = () => ({ url: url(draw), parameters: templates(draw), headers: templates(draw) });
    const result = validateDefinition({
      ...{ name: 'x', issuer: url(draw), resource: [oddText(draw) || 'x'], token: request(), revoke: request() },
      authorize: { url: url(draw), parameters: templates(draw) },
      inputs: [{ name: 'a', label: 'A', visibility: 'customer', ...poisonedInput(draw) }],
    });
    if (result.kind === 'definition' || !result.problems.some(({ field }) => field === 'name')) reached += 1;
    if (result.kind === 'invalid' && JSON.stringify(result.problems).includes(canary))
      throw new Error('it is repeated');
  });
  t.ok(reached > 5000, `${reached} came so far`);
});

function poisonedInput(draw: Draw): object {
  const type = pick(draw, ['text', 'secret', 'choice', 'host', 'url']);
  const pattern = draw(3) === 0 ? { pattern: pick(draw, ['[a-z]+', '(', 'a{2}', '\\d+|x', '(a|b)c?', '.*']) } : {};
  const hosts = type === 'host' || type === 'url' ? { hosts: ['*.as.example'] } : {};
  return {
    type,
    ...pattern,
    ...hosts,
    default: pick(draw, [canary, `https://${canary}.example`, `${canary}.as.example`]),
  };
}

t.test('templates of any text are read or refused, and filling them gives what can be called', async (t) => {
  let read = 0;
  fuzz((draw) => {
    const text =
      pick(draw, ['', 'https://', 'https://{a}.as.example/', '{a}', '{b.c}/', 'https://as.example/?a=']) +
      oddText(draw);
    const readers = [readTextTemplate(text), readUrlTemplate(text), readUrlTemplate(text, 'route')];
    for (const [index, result] of readers.entries()) {
      if (result.kind === 'invalid') {
        if (result.message === '') throw new Error('refused without a word');
        continue;
      }
      read += 1;
      const value = draw(2) === 0 ? oddText(draw) : pick(draw, ['a', 'a.example', 'https://a.example', '5']);
      const filled = fillTemplate(result.template, () => value);
      if (filled.kind === 'missing') throw new Error('every placeholder had a value');
      if (
        filled.kind === 'text' &&
        index > 0 &&
        URL.canParse(filled.text) &&
        !/^https?:$/.test(new URL(filled.text).protocol)
      )
        throw new Error(`another scheme: ${filled.text}`);
    }
  });
  t.ok(read > 5000, `${read} were read`);
});

t.test('very long texts end too', async (t) => {
  const draw = drawsOf(1);
  for (const piece of ['{', '}', '{a', '{a.', '{a}', 'a.', 'a-', '?', '&a=', '%', 'https://', '\\', 'a', ' ']) {
    const long = piece.repeat(100_000);
    for (const text of [long, `https://${long}`, `https://a.example/${long}`, `https://a.example/?${long}`]) {
      readTextTemplate(text);
      readUrlTemplate(text);
      const token = { url: text, parameters: { x: text }, response: { accessToken: [text] } };
      t.equal(
        validateDefinition({ name: long, scopeSeparator: long, token, inputs: oddJson(draw, ['name']) }).kind,
        'invalid',
      );
    }
  }
});
