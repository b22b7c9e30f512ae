import t from 'tap';
import type { HttpOutcome, HttpRequest } from '../../src/ports.js';
import { protocolTimes } from '../../src/protocol-times.js';
import type { Definition } from '../../src/provider/definition.js';
import { reveal, secret } from '../../src/secret.js';
import { obtainTokens } from '../../src/token/obtain-tokens.js';
import { epochMs, form, plain, requestPorts, response, serverOf } from '../engine.js';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${base64url({ alg: 'none' })}.${base64url(claims)}.sig`;

/** Redeems a code at a definition's server; each request gets the next answer. */
async function obtain(
  more: Partial<Definition>,
  answers: readonly (HttpOutcome | object)[],
  callback: Readonly<Record<string, string>> = {},
) {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest) => {
    const answer = answers[sent.length];
    sent.push(request);
    if (!answer) throw new Error('a request too many');
    return 'elapsedMs' in answer ? answer : response(200, answer);
  };
  const clock = { epochMs: () => epochMs, monotonic: () => 0, sleep: async () => undefined };
  const ports = { ...requestPorts, clock, transport: { send }, times: protocolTimes };
  const values = { client: { clientId: 'client-1', clientSecret: secret('s3cret') } };
  const grant = {
    ...{ code: secret('c-1'), redirectUri: 'https://latchkey.example/cb', state: 'st', scope: 'a', callback },
  };
  const result = await obtainTokens(ports, serverOf({ ...plain, ...more }), values, grant);
  return { result, sent };
}
const steps = (more: object = {}) =>
  [
    { name: 'me', method: 'GET', url: 'https://api.example/me', captures: [{ name: 'user', path: 'id' }], ...more },
  ] as NonNullable<Definition['steps']>;

t.test('what connecting teaches is kept: callback, answer, claims', async (t) => {
  const captures: Definition['captures'] = [
    { name: 'shop', from: 'callback', path: 'shop', suffix: '.acme.example' },
    { name: 'team', from: 'token', path: 'team.id' },
    { name: 'person', from: 'id_token', path: 'sub' },
    { name: 'tenant', from: 'access_token', path: 'ext.tenant' },
    { name: 'nothing', from: 'token', path: 'missing' },
  ];
  const answer = {
    ...{ access_token: jwt({ ext: { tenant: 7 } }), id_token: jwt({ sub: 'sub-1' }), team: { id: 't-1' } },
  };
  const { result } = await obtain({ captures }, [answer], { shop: 'one.acme.example', realmId: '42' });
  t.match(result, { kind: 'obtained', notices: {} });
  t.strictSame(result.kind === 'obtained' && result.context, {
    ...{ realmId: '42', shop: 'one', team: 't-1', person: 'sub-1', tenant: '7' },
  });
});

t.test('a parameter of the callback never stands for what is captured', async (t) => {
  const captures: Definition['captures'] = [
    { name: 'shop', from: 'callback', path: 'shop', suffix: '.acme.example' },
    { name: 'dc', from: 'token', path: 'dc', hosts: ['*.acme.example'] },
  ];
  const written = { shop: 'evil', dc: 'evil.example', user: 'evil', kept: 'x' };
  const { result, sent } = await obtain(
    { captures, steps: steps(), token: { ...plain.token, parameters: { shop: '{context.shop}' } } },
    [{ access_token: 'at', dc: 'evil.example' }, {}],
    written,
  );
  t.strictSame(result.kind === 'obtained' && result.context, { kept: 'x' });
  t.notMatch(sent[0]?.body, /evil/);
});

t.test('the second exchange takes the place of the first, what only the first said stays', async (t) => {
  const exchange = { url: 'https://as.example/long', parameters: { exchange_token: '{token.access_token}' } };
  const first = { access_token: 'short', refresh_token: 'rt-1', scope: 'a b', id_token: 'idt', user_id: 5, kept: 1 };
  const { result, sent } = await obtain({ exchange }, [first, { access_token: 'long', expires_in: 60, kept: 2 }]);
  if (result.kind !== 'obtained') throw new Error(JSON.stringify(result));
  t.equal(reveal(result.answer.tokens.accessToken), 'long');
  t.equal(result.answer.tokens.refreshToken, undefined, 'a refresh token of the first belongs to the first');
  t.match(result.answer, { expiresInSeconds: 60, scopes: ['a', 'b'] });
  t.equal(result.answer.idToken && reveal(result.answer.idToken), 'idt');
  t.match(JSON.parse(reveal(result.answer.tokens.members)), { access_token: 'long', user_id: 5, kept: 2 });
  t.equal(new URLSearchParams(sent[1]?.body).get('exchange_token'), 'short');
  t.equal(sent.length, 2);
  const lost = await obtain({ exchange }, [first, { kind: 'no_answer', cause: 'timeout', elapsedMs: 1 }]);
  t.match(lost.result, { kind: 'failure', class: 'ambiguous' });
});

t.test('no token, no further request', async (t) => {
  const exchange = { url: 'https://as.example/long' };
  const { result, sent } = await obtain({ exchange, steps: steps() }, [response(400, { error: 'invalid_grant' })]);
  t.match(result, { kind: 'failure', class: 'terminal' });
  t.equal(sent.length, 1);
});

t.test('steps are taken in order with the new token, each with what was learnt before', async (t) => {
  const { result, sent } = await obtain(
    {
      captures: [{ name: 'site', from: 'token', path: 'site', hosts: ['*.api.example'] }],
      steps: [
        ...steps({ url: 'https://{context.site}/me', captures: [{ name: 'user', path: '0.id' }] }),
        {
          ...{ name: 'install', url: 'https://api.example/{context.user}/install', body: 'json' },
          parameters: { user: '{context.user}', client: '{client.id}' },
          captures: [{ name: 'installation', path: 'id' }],
        },
      ],
    },
    [{ access_token: 'at', site: 'eu.api.example' }, response(200, '[{"id": "u 1"}]'), { id: 9 }],
  );
  t.strictSame(result.kind === 'obtained' && result.context, {
    ...{ site: 'eu.api.example', user: 'u 1', installation: '9' },
  });
  t.match(sent[1], { method: 'GET', url: 'https://eu.api.example/me', headers: { authorization: 'Bearer at' } });
  t.match(sent[2], {
    method: 'POST',
    url: 'https://api.example/u%201/install',
    body: '{"user":"u 1","client":"client-1"}',
  });
  t.notMatch(JSON.stringify(sent.slice(1)), /s3cret/, 'a step proves itself by the token alone');
});

t.test('a step that fails ends connecting, unless it may', async (t) => {
  const failures: readonly (readonly [HttpOutcome, object])[] = [
    [response(500, ''), { class: 'unknown', status: 500 }],
    [response(403, { secret: 'canary' }), { class: 'unknown', status: 403 }],
    [response(302, ''), { class: 'unknown', status: 302 }],
    [response(200, { ok: false }), { class: 'unknown', status: 200 }],
    [response(200, '{"ok": {"toString": 1}}'), { class: 'unknown', status: 200 }],
    [response(200, '<html>'), { class: 'unknown', status: 200 }],
    [{ kind: 'not_sent', cause: 'ECONNREFUSED', elapsedMs: 1 }, { class: 'later' }],
    [{ kind: 'no_answer', cause: 'timeout', elapsedMs: 1 }, { class: 'later' }],
  ];
  const as = { response: { success: { path: 'ok', values: ['true'] } } };
  for (const [outcome, failure] of failures) {
    const ended = await obtain({ steps: steps(as) }, [{ access_token: 'at' }, outcome]);
    t.match(ended.result, { kind: 'failure', cause: /^step me/, ...failure });
    const passed = await obtain({ steps: steps({ ...as, failure: 'passes' }) }, [{ access_token: 'at' }, outcome]);
    t.match(passed.result, { kind: 'obtained', notices: { 'step me': /\S/ } });
    t.strictSame(passed.result.kind === 'obtained' && passed.result.context, {});
    t.notMatch(JSON.stringify([ended.result, passed.result]), /canary/);
  }
  const astray = steps({ url: 'https://{context.site}/me' });
  const captures: Definition['captures'] = [{ name: 'site', from: 'token', path: 'site', hosts: ['*.api.example'] }];
  const { result, sent } = await obtain({ captures, steps: astray }, [{ access_token: 'at', site: 'evil.example' }]);
  t.match(result, { kind: 'failure', class: 'misconfigured', cause: /step me: the URL has no value/ });
  t.equal(sent.length, 1, 'the token went nowhere');
});

t.test('what cannot be built is not sent', async (t) => {
  const token = { url: 'https://as.example/{context.shop}/token' };
  const captures: Definition['captures'] = [{ name: 'shop', from: 'callback', path: 'shop' }];
  const { result, sent } = await obtain({ token, captures }, []);
  t.match(result, { kind: 'failure', class: 'misconfigured', cause: 'the URL has no value for {context.shop}' });
  t.equal(sent.length, 0);
  const good = await obtain({ token, captures }, [{ access_token: 'at' }], { shop: 'a/b' });
  t.equal(good.sent[0]?.url, 'https://as.example/a%2Fb/token');
  t.ok(form(good.sent[0]?.body).length > 0);
});
