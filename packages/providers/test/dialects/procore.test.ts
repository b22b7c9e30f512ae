import { probeAccessToken } from '@latchkey/oauth';
import t, { type Test } from 'tap';
import { outOfBand, startProcoreServer } from './procore-server.js';
import { definitionOf, type Walk, walkOf } from './walk.js';

const hosts = {
  production: { loginHost: 'login.procore.com', apiHost: 'api.procore.com' },
  sandbox: { loginHost: 'login-sandbox.procore.com', apiHost: 'sandbox.procore.com' },
} as const;

async function arrange(t: Test, environment: 'production' | 'sandbox' = 'production') {
  const clientId = `client-of-${environment}`;
  const server = await startProcoreServer({ ...hosts[environment], clientId });
  t.teardown(() => server.close());
  const { loginHost } = hosts[environment];
  const walk = await walkOf(server, {
    definition: definitionOf('procore-installed'),
    clientId,
    environment,
    inputs: environment === 'sandbox' ? { loginHost } : {},
    scopes: [],
  });
  server.now = () => Math.floor(walk.world.clock.now() / 1000);
  /** Consents; the address of the page that shows the code. */
  const consent = async () => {
    const { location, page } = await server.visit(await walk.authorizationUrl());
    if (location === undefined) throw new Error(page);
    return location;
  };
  return { server, walk, consent };
}

async function connected(t: Test, environment?: 'production' | 'sandbox') {
  const place = await arrange(t, environment);
  await place.consent();
  t.equal((await place.walk.paste(place.server.shown())).kind, 'unconfirmed');
  t.equal((await place.walk.answer('confirm')).kind, 'succeeded');
  t.strictSame(place.server.refusals, []);
  return place;
}

const grantOf = (walk: Walk) => walk.world.database.grants.get(walk.connection.grantId ?? '');

t.test('R1: an installed application has urn:ietf:wg:oauth:2.0:oob for its redirect_uri', async (t) => {
  const { server, walk } = await connected(t);
  t.equal(new Map(server.arrived[0]?.query).get('redirect_uri'), outOfBand);
  t.equal(JSON.parse(server.arrived[1]?.body ?? '').redirect_uri, outOfBand);
  t.equal(grantOf(walk)?.terms.redirectUri, outOfBand);
});

t.test('R2: the person pastes the code, or the whole address, with spaces around it', async (t) => {
  for (const pasted of [
    (code: string) => code,
    (code: string) => `\n  ${code}\t `,
    (_: string, address: string) => address,
    (_: string, address: string) => ` ${address}/ `,
    (_: string, address: string) => address.replace('https://', ''),
    (code: string) => `https://login.procore.com/oauth/authorize?code=${encodeURIComponent(code)}`,
  ]) {
    const { server, walk, consent } = await arrange(t);
    const address = await consent();
    const text = pasted(server.shown(), address);
    t.match(await walk.paste(text), { kind: 'unconfirmed' }, JSON.stringify(text));
    t.match(await walk.answer('confirm'), { kind: 'succeeded' });
    t.equal(walk.connection.status, 'active');
    t.strictSame(server.refusals, []);
  }
});

t.test('R2: only the browser that began may paste, and only an address of the page that it was led to', async (t) => {
  const { server, walk, consent } = await arrange(t);
  const address = await consent();
  t.match(await walk.paste(server.shown(), 'eve'), { kind: 'none_waiting' });
  for (const [pasted, why] of [
    [address.replace('login.procore.com', 'evil.example'), 'other_host'],
    [address.replace('https://', 'http://'), 'other_host'],
    [address.replace('login.', 'x@login.'), 'other_host'],
    ['https://login.procore.com/oauth/authorize', 'no_code'],
  ] as const)
    t.match(await walk.paste(pasted), { kind: 'try_again', why }, pasted);
  t.equal(server.arrived.length, 1, 'nothing was fetched, no code went anywhere');
  t.match(await walk.paste(server.shown()), { kind: 'unconfirmed' }, 'the fifth try is right');
  t.match(await walk.paste(server.shown()), { kind: 'none_waiting' }, 'once');
  t.match(await walk.token(), { kind: 'not_connected' }, 'nobody reads it before the person says whose account it is');
  t.match(await walk.answer('confirm', 'eve'), { kind: 'unknown' });
  t.match(await walk.answer('confirm'), { kind: 'succeeded' });
  t.match(await walk.token(), { kind: 'token' });
});

t.test('R2: five tries', async (t) => {
  const { server, walk, consent } = await arrange(t);
  await consent();
  for (let tries = 1; tries <= 4; tries++)
    t.match(await walk.paste(`wrong-${tries}`), { kind: 'try_again', why: 'refused' });
  t.match(await walk.paste('wrong-5'), { kind: 'failed', error: 'provider_error' });
  t.match(await walk.paste(server.shown()), { kind: 'none_waiting' });
  t.equal(walk.connection.status, 'pending');
  t.notMatch(JSON.stringify(walk.connection.events), /wrong-/, 'what was pasted is not in the log');
});

t.test('R4: a code lives ten minutes, and so does the flow', async (t) => {
  const { server, walk, consent } = await arrange(t);
  await consent();
  await walk.world.clock.advance(599_000);
  t.match(await walk.paste('not-yet'), { kind: 'try_again' });
  await walk.world.clock.advance(1_000);
  const before = server.arrived.length;
  t.match(await walk.paste(server.shown()), { kind: 'none_waiting' });
  t.equal(server.arrived.length, before);
});

t.test('R5: token and refresh requests are JSON', async (t) => {
  const { server, walk } = await connected(t);
  await walk.world.clock.advance(5_300_000);
  await walk.bearer(300);
  t.strictSame(
    server.arrived.slice(1).map(({ headers, body }) => [headers['content-type'], JSON.parse(body).grant_type]),
    [
      ['application/json', 'authorization_code'],
      ['application/json', 'refresh_token'],
    ],
  );
  t.strictSame(server.refusals, []);
});

t.test('R6: bearer is Bearer; expiry counts from created_at where that can be, else from receipt', async (t) => {
  const { server, walk } = await connected(t);
  t.match((await walk.bearer()).header, /^Bearer access-/);
  t.equal(grantOf(walk)?.lifetimeSeconds, 5400);
  for (const [skew, lifetime] of [
    [-60, 5340],
    [+3600, 5400],
    [-86_400, 5400],
    [-1_800_000_000, 5400],
  ] as const) {
    const other = await arrange(t);
    await other.consent();
    const right = other.server.now;
    const code = other.server.shown();
    let calls = 0;
    // The code's own age is judged by the right time, and `created_at` is told by the wrong one.
    other.server.now = () => (++calls === 1 ? right() : right() + skew);
    await other.walk.paste(code);
    await other.walk.answer('confirm');
    t.equal(grantOf(other.walk)?.lifetimeSeconds, lifetime, `created_at is off by ${skew} seconds`);
  }
  t.equal(server.refusals.length, 0);
});

t.test('R7: refresh carries redirect_uri', async (t) => {
  const { server, walk } = await connected(t);
  await walk.world.clock.advance(5_300_000);
  await walk.bearer(300);
  t.equal(JSON.parse(server.arrived[2]?.body ?? '').redirect_uri, outOfBand);
});

t.test('R8: a refresh token is good for one use, and until then for ever', async (t) => {
  const { server, walk } = await connected(t);
  const first = await walk.bearer();
  await walk.world.clock.advance(400 * 86_400_000);
  const second = await walk.bearer(300);
  t.not(second.token, first.token, 'after a year nobody has to sign in');
  await walk.world.clock.advance(5_300_000);
  t.not((await walk.bearer(300)).token, second.token);
  const sent = server.arrived.slice(2).map(({ body }) => JSON.parse(body).refresh_token);
  t.equal(new Set(sent).size, sent.length, 'none was sent twice');
});

t.test('R9: production and sandbox have keys, hosts and tokens of their own', async (t) => {
  const production = await connected(t);
  const sandbox = await connected(t, 'sandbox');
  const asked = ({ server }: typeof sandbox) => [...new Set(server.arrived.map(({ host }) => host))];
  t.strictSame(asked(production), ['login.procore.com']);
  t.strictSame(asked(sandbox), ['login-sandbox.procore.com']);
  t.match(await sandbox.walk.token(), { kind: 'token', token: { clientId: 'client-of-sandbox' } });
  const { header } = await sandbox.walk.bearer();
  const projects = (api: string) => `https://${api}/rest/v1.0/projects?company_id=1234`;
  t.equal((await sandbox.server.call(projects('sandbox.procore.com'), header)).status, 200);
  t.equal((await production.server.call(projects('api.procore.com'), header)).status, 401);
  for (const [walk, api] of [
    [production.walk, 'https://api.procore.com'],
    [sandbox.walk, 'https://sandbox.procore.com'],
  ] as const)
    t.strictSame(grantOf(walk)?.terms.server.api?.baseUrl, [api]);

  const { server } = sandbox;
  const blank = await walkOf(server, { definition: definitionOf('procore-installed'), environment: 'sandbox' });
  t.match(
    await blank.start(),
    { kind: 'misconfigured', message: /loginHost/ },
    'the page does not name it: the vendor',
  );
});

t.test('R10: "Test connection" asks the token info endpoint, authorised by the token itself', async (t) => {
  const { server, walk } = await connected(t);
  const { organizationId, id: connectionId } = walk.connection;
  const probe = () => probeAccessToken(walk.ports, { organizationId, connectionId, secretInputs: {} });
  t.strictSame(await probe(), { kind: 'worked', status: 200 });
  const { method, host, target, headers } = server.arrived.at(-1) ?? {};
  t.equal(`${method} ${host}${target}`, 'GET login.procore.com/oauth/token/info');
  t.equal(headers?.authorization, (await walk.bearer()).header);
  server.revokeAll();
  t.strictSame(await probe(), { kind: 'refused', status: 401 });
  t.strictSame(server.refusals, []);
});

t.test('Procore for the web has the same hosts in each environment', async (t) => {
  const { inputs } = definitionOf('procore');
  t.strictSame(inputs, definitionOf('procore-installed').inputs);
});
