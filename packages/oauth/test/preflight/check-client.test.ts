import t from 'tap';
import { secret } from '../../src/secret.js';
import { plain } from '../engine.js';
import { answer, type OddAnswers, preflight, rightSecret, tokenEndpoint } from './odd-server.js';

const page = answer(401, '<html><h1>Unauthorized</h1></html>');
const wrong = { client: { clientId: 'client-1', current: secret('mistyped-secret') } };

/** What the check says of the right secret, and of a wrong one. */
const servers: readonly (readonly [string, OddAnswers, string, string])[] = [
  [
    'as RFC 6749 section 5.2 says',
    { client: answer(401, { error: 'invalid_client' }), code: answer(400, { error: 'invalid_grant' }) },
    'client_accepted',
    'client_refused',
  ],
  [
    '400 with an empty body to a wrong secret',
    { client: answer(400), code: answer(400, { error: 'invalid_grant' }) },
    'client_accepted',
    'client_unclear',
  ],
  [
    '400 with an empty body to a wrong code',
    { client: answer(401, { error: 'invalid_client' }), code: answer(400) },
    'client_accepted',
    'client_refused',
  ],
  [
    '400 with an empty body to everything',
    { client: answer(400), code: answer(400) },
    'client_unclear',
    'client_unclear',
  ],
  [
    '403 to a wrong secret',
    { client: answer(403, '<h1>Forbidden</h1>'), code: answer(400, { error: 'invalid_grant' }) },
    'client_accepted',
    'client_unclear',
  ],
  [
    '403 with an error that names the client',
    { client: answer(403, { error: 'bad_client_secret' }), code: answer(403, { error: 'bad_code' }) },
    'client_accepted',
    'client_refused',
  ],
  [
    'a firewall: 403 to everything',
    { client: answer(403, '<h1>No</h1>'), code: answer(403, '<h1>No</h1>') },
    'client_unclear',
    'client_unclear',
  ],
  ['401 with HTML to a wrong secret', { client: page, code: answer(400) }, 'client_accepted', 'client_likely_refused'],
  [
    '401 with HTML and a challenge',
    { client: { ...page, headers: { 'www-authenticate': 'Basic realm="x"' } }, code: answer(400) },
    'client_accepted',
    'client_refused',
  ],
  ['401 with HTML to everything', { client: page, code: page }, 'client_likely_refused', 'client_likely_refused'],
  [
    '401 with HTML to a wrong code, with the error in the body to a wrong secret',
    { client: answer(400, { error: 'invalid_client' }), code: page },
    'client_accepted',
    'client_refused',
  ],
  [
    '200 with an error in the body',
    {
      client: answer(200, { error: 'incorrect_client_credentials' }),
      code: answer(200, { error: 'bad_verification_code' }),
    },
    'client_accepted',
    'client_refused',
  ],
  [
    '200 with a form-encoded error',
    { client: answer(200, 'error=wrong_secret&x=1'), code: answer(200, 'error=bad_code&x=1') },
    'client_accepted',
    'client_refused',
  ],
  [
    'the code is looked at before the client',
    { first: 'code', client: answer(401, { error: 'invalid_client' }), code: answer(400, { error: 'invalid_grant' }) },
    'client_unclear_code_first',
    'client_unclear_code_first',
  ],
  [
    'the grant is looked at first, with errors of its own',
    {
      first: 'code',
      client: answer(401),
      code: answer(400, { error: 'expired' }),
      grantType: answer(400, { error: 'unsupported_grant_type' }),
    },
    'client_unclear_code_first',
    'client_unclear_code_first',
  ],
  [
    'the application may not use the grant type',
    { client: answer(401, { error: 'invalid_client' }), code: answer(400, { error: 'unauthorized_client' }) },
    'client_may_not',
    'client_refused',
  ],
];

t.test('a wrong secret is told from a wrong code, or it is said that it cannot be', async (t) => {
  for (const [what, answers, right, mistyped] of servers) {
    t.same((await preflight(tokenEndpoint(answers))).secretCodes, [right], `${what}: the right secret`);
    t.same((await preflight(tokenEndpoint(answers), wrong)).secretCodes, [mistyped], `${what}: a wrong one`);
  }
});

t.test('both secrets are tried while a next one is there', async (t) => {
  const [, conforming] = servers[0] as (typeof servers)[0];
  const { findings } = await preflight(tokenEndpoint(conforming), {
    client: { clientId: 'client-1', current: secret(rightSecret), next: secret('not-yet-known') },
  });
  const of = (name: string) => findings.find(({ field }) => field === `environments.production.${name}`)?.code;
  t.equal(of('clientSecret'), 'client_accepted');
  t.equal(of('nextClientSecret'), 'client_refused');
});

t.test('a public client is told by its id', async (t) => {
  const token = (_: unknown, form: URLSearchParams) =>
    form.get('client_id') === 'client-1'
      ? answer(400, { error: 'invalid_grant' })
      : answer(401, { error: 'invalid_client' });
  const publicly = { ...plain, token: { ...plain.token, clientAuthentication: 'none' as const } };
  const of = async (clientId: string) =>
    (await preflight(token, { definition: publicly, client: { clientId } })).findings.filter(
      ({ field }) => field === 'environments.production.clientId',
    );
  t.equal((await of('client-1'))[0]?.code, 'client_accepted');
  t.equal((await of('other'))[0]?.code, 'client_refused');
});

t.test('client credentials are tried in earnest', async (t) => {
  const definition = { name: 'Plain', grantType: 'client_credentials' as const, token: plain.token };
  const of = async (answers: OddAnswers, change = {}) =>
    (await preflight(tokenEndpoint(answers), { definition, ...change })).secretCodes;
  const tokens = answer(200, { access_token: 'at-1', token_type: 'bearer' });
  const client = answer(401, { error: 'invalid_client' });
  t.same(await of({ client, code: tokens, grantType: tokens }), ['client_accepted']);
  t.same(await of({ client, code: tokens, grantType: tokens }, wrong), ['client_refused']);
  t.same(await of({ client: answer(400), code: tokens, grantType: tokens }, wrong), ['client_unclear']);
  const scope = await preflight(
    tokenEndpoint({ client, code: client, grantType: answer(400, { error: 'invalid_scope' }) }),
    {
      definition,
    },
  );
  t.same(
    scope.findings.filter(({ field }) => field === 'scopes').map(({ code }) => code),
    ['scope_refused'],
  );
});

t.test('endpoints that are not there, or in trouble', async (t) => {
  const url = async (token: () => ReturnType<typeof answer>) =>
    (await preflight(token)).findings.filter(({ field }) => field === 'definition.token.url').map(({ code }) => code);
  t.same(await url(() => answer(404, '<h1>Not found</h1>')), ['endpoint_missing']);
  t.same(await url(() => answer(503)), ['endpoint_failing']);
  t.same(await url(() => answer(429, { error: 'slow_down' })), ['endpoint_failing']);
  t.same(await url(() => answer(200, { access_token: 'x', token_type: 'bearer' })), ['token_unexpected']);
});

t.test('a server that echoes what it was sent gets no secret into a finding', async (t) => {
  for (const cut of [rightSecret, rightSecret.slice(0, 8)]) {
    const { findings } = await preflight(() => answer(400, { error: cut, error_description: cut }));
    t.notMatch(JSON.stringify(findings), cut);
  }
});
