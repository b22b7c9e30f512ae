import t from 'tap';
import { createState } from '../../src/authorize/state.js';
import { findState, readAuthorizationResponse } from '../../src/callback/authorization-response.js';
import { reveal } from '../../src/secret.js';
import { requestPorts } from '../engine.js';
import { pick } from '../near-valid.js';
import { canary, fuzz, oddText } from './odd.js';

const ours = createState(requestPorts.random, 'eu');
const another = createState(requestPorts.random, 'us');
const names = ['code', 'state', 'iss', 'error', 'error_description', 'auth_code', 'shop', 'access_token', 'id_token'];
const renames = [
  {},
  { code: 'auth_code' },
  { state: 'shop' },
  { code: 'state', error: 'code' },
  { error: '__proto__' },
];

t.test('any callback is a code, an error or malformed', async (t) => {
  const met = new Map<string, number>();
  fuzz((draw) => {
    const text = () => pick(draw, [ours, ours, another, canary, 'c-1', '', oddText(draw)]);
    const pairs = Array.from(
      { length: draw(8) },
      () => [draw(5) === 0 ? oddText(draw) : pick(draw, names), text()] as const,
    );
    const found = findState(pairs);
    const given = pick(draw, renames);
    const read = readAuthorizationResponse(pairs, given);
    met.set(read.kind, (met.get(read.kind) ?? 0) + 1);
    if (found.kind === 'malformed') {
      if (read.kind !== 'malformed' || read.why !== found.why) throw new Error('two verdicts');
      return;
    }
    if (read.kind === 'malformed') return;
    if (read.state !== found.state) throw new Error('another state');
    if (read.kind === 'error') {
      if (read.error === '') throw new Error('an empty error');
      return;
    }
    if (reveal(read.code) === '') throw new Error('an empty code');
    const { context } = read;
    if (Object.keys(context).length > 20) throw new Error('too much is kept');
    if (Object.getPrototypeOf(context) !== Object.prototype) throw new Error('another prototype');
    for (const [name, value] of Object.entries(context)) {
      if (value.length > 1000 || name.length > 100) throw new Error('unbounded');
      if (/^(code|access_token|id_token|state)$/.test(name) || value === found.state)
        throw new Error(`${name} is kept`);
    }
    // The code is wrapped: no log line shows it.
    if (JSON.stringify({ ...read, context: {} }).includes(canary) && read.iss !== canary && read.state !== canary)
      throw new Error('a code is told');
  }, 20_000);
  for (const kind of ['code', 'error', 'malformed']) t.ok((met.get(kind) ?? 0) > 200, `${kind}: ${met.get(kind)}`);
});

t.test('very many and very long parameters end too', async (t) => {
  const many = Array.from({ length: 50_000 }, (_, index) => [`p${index}`, ours] as const);
  t.match(findState(many), { kind: 'malformed', why: 'no_code_and_no_error' });
  t.match(readAuthorizationResponse([...many, ['code', 'c']]), { kind: 'code', context: {} });
  for (const piece of ['a', '.', 'eu.', '%', '\ud800'])
    t.match(
      findState([
        [piece.repeat(100_000), piece.repeat(100_000)],
        ['state', piece.repeat(100_000)],
      ]).kind,
      /state|malformed/,
    );
});
