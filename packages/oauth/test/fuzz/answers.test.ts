import t from 'tap';
import type { HttpOutcome } from '../../src/ports.js';
import type { ResponseDefinition } from '../../src/provider/definition.js';
import { processRevocationResponse } from '../../src/revoke/revocation-response.js';
import { reveal, secret } from '../../src/secret.js';
import { parseAnswer } from '../../src/token/answer-body.js';
import { captured } from '../../src/token/captures.js';
import { jwtClaims } from '../../src/token/expiry.js';
import { failureDetails } from '../../src/token/failure-details.js';
import { processTokenResponse } from '../../src/token/token-response.js';
import { exposedMembers, parseTokenSet, serializeTokenSet } from '../../src/token/token-set.js';
import { plain, readingOf } from '../engine.js';
import { type Draw, pick } from '../near-valid.js';
import { canary, deep, deepText, fuzz, oddJson, oddText } from './odd.js';
import { oddXml } from './odd-xml.js';

const members = [
  'access_token',
  'refresh_token',
  'token_type',
  'expires_in',
  'scope',
  'id_token',
  'error',
  'ok',
  'data',
  '0',
];
const paths = [
  'access_token',
  'data.access_token',
  'data.0.access_token',
  '0',
  'data',
  'ok',
  'expires_in',
  'error',
  'length',
];
const formats = ['json', 'form', 'json_or_form', 'xml'] as const;
const kinds = ['seconds', 'milliseconds', 'unix_seconds', 'unix_milliseconds', 'iso_8601'] as const;

function oddBody(draw: Draw): string {
  const kind = draw(10);
  if (kind === 0) return oddText(draw);
  const json = JSON.stringify(oddJson(draw, members)).replace('"never"', draw(20) === 0 ? deepText : '"never"');
  if (kind === 1) return json.slice(0, draw(json.length + 1));
  if (kind > 5) {
    const more = oddJson(draw, members);
    return JSON.stringify({ access_token: canary, token_type: 'Bearer', ...(typeof more === 'object' ? more : {}) });
  }
  if (kind > 3) return json;
  return Array.from(
    { length: draw(6) },
    () => `${pick(draw, members)}=${encodeURIComponent(oddText(draw).replace(/\p{Surrogate}/gu, ''))}`,
  ).join('&');
}

function oddOutcome(draw: Draw, body = oddBody(draw)): HttpOutcome {
  if (draw(30) === 0) return { kind: 'no_answer', cause: 'reset', elapsedMs: 1 };
  const headers = { [pick(draw, ['retry-after', 'x-retry-after', 'x'])]: draw(2) === 0 ? '60' : oddText(draw) };
  const status = pick(draw, [200, 200, 200, 201, 204, 302, 400, 401, 403, 429, 500, 502, 503, 0, Number.NaN]);
  return { kind: 'response', status, headers, body, elapsedMs: 1 };
}

/** How an answer is read, every part of it by chance. */
function oddResponse(draw: Draw): ResponseDefinition {
  const path = () => pick(draw, paths);
  const some = <T extends object>(value: T) => (draw(3) === 0 ? value : {});
  return {
    format: pick(draw, formats),
    ...some({ accessToken: [path(), path()] }),
    ...some({ refreshToken: [path(), path()] }),
    ...some({ scope: path() }),
    ...some({
      expiry: { path: path(), kind: pick(draw, kinds), ...some({ never: ['0', 'never', 'null', 'undefined'] }) },
    }),
    ...some({ issuedAt: path() }),
    ...some({ success: { path: path(), values: ['true', '0'] } }),
    ...some({ failure: { path: path(), except: ['0'] } }),
    ...some({ error: path() }),
    ...some({ errorDescription: path() }),
    ...some({ noToken: 'extended' as const }),
  };
}

const reading = readingOf(plain);
const current = { accessToken: secret('old'), tokenType: 'Bearer', members: secret('{}') };
const classes = new Set(['terminal', 'misconfigured', 'later', 'ambiguous', 'unknown']);

t.test('any answer, read in any way, is tokens or a failure', async (t) => {
  const met = new Map<string, number>();
  fuzz((draw) => {
    const response = oddResponse(draw);
    const how = { ...reading, response, ...(draw(2) === 0 ? { current } : {}) };
    const { format, expiry } = response;
    const outcome = format === 'xml' ? oddOutcome(draw, oddXml(draw, members)) : oddOutcome(draw);
    const answer = processTokenResponse(how, outcome);
    for (const key of [`${answer.kind} ${format}`, `${answer.kind} ${expiry?.kind}`])
      met.set(key, (met.get(key) ?? 0) + 1);
    if (answer.kind === 'failure') {
      if (!classes.has(answer.class)) throw new Error(`no class: ${answer.class}`);
      if ((answer.error?.length ?? 0) > 64 || (answer.errorDescription?.length ?? 0) > 1000)
        throw new Error('unbounded');
      // A definition may call any member its error; what is shown of it is scrubbed of what looks like a token.
      if (JSON.stringify(failureDetails(answer)).includes(canary)) throw new Error('a secret is told');
      const { retryAfterSeconds: wait } = answer;
      if (wait !== undefined && !Number.isSafeInteger(wait)) throw new Error(`retry after ${wait}`);
      return;
    }
    if (reveal(answer.tokens.accessToken) === '') throw new Error('an empty token');
    const { expiresInSeconds: seconds } = answer;
    if (seconds !== undefined && !(Number.isSafeInteger(seconds) && seconds >= 0))
      throw new Error(`${seconds} seconds`);
    // Scopes are told to everybody: a definition that finds them where a token stands is wrong.
    if (JSON.stringify({ ...answer, scopes: [] }).includes(canary)) throw new Error('a secret is not wrapped');
    const again = parseTokenSet(serializeTokenSet(answer.tokens));
    exposedMembers(again.members, ['id_token', 'data']);
  }, 20_000);
  for (const kind of ['tokens', 'failure'])
    for (const part of [...formats, ...kinds]) t.ok((met.get(`${kind} ${part}`) ?? 0) > 20, `${kind}: ${part}`);
});

t.test('any answer to a revocation is an outcome, and repeats nothing', async (t) => {
  const met = new Set<string>();
  fuzz((draw) => {
    const outcome = oddOutcome(draw);
    const answer =
      draw(2) === 0 ? processRevocationResponse(outcome) : processRevocationResponse(outcome, oddResponse(draw));
    met.add(answer.kind);
    if (answer.kind === 'failed' && (answer.cause === '' || answer.cause.length > 100)) throw new Error(answer.cause);
    if (JSON.stringify(answer).includes(canary)) throw new Error('a secret is told');
  });
  t.ok(met.has('revoked') && met.has('failed'));
});

t.test('any body is members or none', async (t) => {
  let read = 0;
  fuzz((draw) => {
    const format = pick(draw, formats);
    const body = format === 'xml' ? oddXml(draw, members) : oddBody(draw);
    const found = parseAnswer(body, format);
    if (found === undefined) return;
    read += 1;
    if (typeof found !== 'object' || Array.isArray(found)) throw new Error('no members');
    if (Object.getPrototypeOf(found) !== Object.prototype) throw new Error('another prototype');
    if (format === 'form' && Object.values(found).some((value) => typeof value !== 'string'))
      throw new Error('no form');
  });
  t.ok(read > 2000, `${read} were read`);
});

t.test('whatever a capture looks at, it finds a bounded text or nothing', async (t) => {
  let found = 0;
  fuzz((draw) => {
    const equals = [pick(draw, ['Bearer', 'true', { name: 'a', slot: 'text' as const }])];
    const capture = {
      ...{ name: 'x', path: pick(draw, ['data', ...paths]) },
      ...(draw(4) === 0 ? { prefix: pick(draw, ['a', 'https://', '{']) } : {}),
      ...(draw(4) === 0 ? { suffix: pick(draw, ['a', '.example', '}']) } : {}),
      ...(draw(4) === 0 ? { hosts: ['*.example'] } : {}),
      ...(draw(3) === 0 ? { choose: { where: pick(draw, paths), equals, value: pick(draw, paths) } } : {}),
    };
    const any = () => (draw(50) === 0 ? deep : oddJson(draw, members));
    const root = draw(5) === 0 ? any() : { data: any(), [pick(draw, members)]: any(), access_token: any() };
    const value = captured(capture, root, () => (draw(2) === 0 ? undefined : oddText(draw)));
    if (value === undefined) return;
    found += 1;
    if (typeof value !== 'string' || value === '' || value.length > 1000) throw new Error('no bounded text');
  });
  t.ok(found > 200, `${found} were found`);
});

t.test('claims of anything are an object or none', async (t) => {
  fuzz((draw) => {
    const payload = Buffer.from(draw(2) === 0 ? oddBody(draw) : oddText(draw)).toString('base64url');
    const claims = jwtClaims(pick(draw, [`a.${payload}.b`, `a.${payload}`, `a.${oddText(draw)}.b`, oddText(draw)]));
    if (claims !== undefined && (typeof claims !== 'object' || Array.isArray(claims))) throw new Error('no claims');
  });
  t.pass();
});
