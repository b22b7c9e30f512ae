import { createHash } from 'node:crypto';
import t from 'tap';
import type { GrantId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { grantDirectly } from '../../src/token/grant-directly.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import {
  type ConnectionOptions,
  type ConnectionRow,
  type MemoryAnswer,
  type MemoryWorld,
  memoryWorld,
} from '../../testing/index.js';
import { complete, start } from '../flows.js';

// Prismatic's own knobs, as a vendor who comes from there writes them, and what each does on the wire.

const flat = { name: 'Flat', authorizeUrl: 'https://as.example/authorize', tokenUrl: 'https://as.example/token' };

function definitionOf(change: object): Definition {
  const validated = validateDefinition({ ...flat, ...change });
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  return validated.definition;
}

const issued: MemoryAnswer = {
  status: 200,
  body: JSON.stringify({
    ...{ access_token: 'at', refresh_token: 'rt', expires_in: 3600, token_type: 'bearer' },
    ...{ instance_url: 'https://na1.example', nested: { tier: 3 } },
  }),
};

/** A connection of a flat definition: its authorization URL, and what went over the wire after connecting. */
async function walk(
  change: object,
  options: ConnectionOptions = {},
  callback: Readonly<Record<string, string>> = {},
  during: (world: ReturnType<typeof memoryWorld>) => Promise<void> = async () => undefined,
) {
  const world = memoryWorld(() => issued);
  const connection = await world.addConnection({ definition: definitionOf(change), ...options });
  const started = await start(world, connection);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const url = new URL(started.authorizationUrl);
  const completed = await complete(world, connection, {
    ...{ code: 'c', state: url.searchParams.get('state') ?? '' },
    ...callback,
  });
  if (completed.kind !== 'succeeded') throw new Error(JSON.stringify(completed));
  await during(world);
  const read = async (minimumSeconds = 0) => {
    const { organizationId, id: connectionId } = connection;
    const answer = await readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds });
    if (answer.kind !== 'token') throw new Error(answer.kind);
    return answer.token;
  };
  const sent = world.transport.sent.map(({ request }) => request);
  return { world, connection, url, sent, form: new URLSearchParams(sent[0]?.body), read };
}

/** Disconnects and carries the revocation out. */
async function disconnect({ ports }: MemoryWorld, { organizationId, id: connectionId }: ConnectionRow): Promise<void> {
  await disconnectConnection(ports, { organizationId, connectionId });
  await (await revokeDueGrants(ports, { slots: 1, onResult: () => undefined })).settled;
}

t.test('authorizeUrl keeps a query of its own, merged and never clobbered', async (t) => {
  const { url } = await walk({ authorizeUrl: 'https://as.example/authorize?audience=api&prompt=a%20b' });
  t.equal(url.searchParams.get('audience'), 'api');
  t.equal(url.searchParams.get('prompt'), 'a b');
  t.equal(url.searchParams.get('client_id'), 'client-1');
  t.equal([...url.searchParams.keys()].length, new Set(url.searchParams.keys()).size, 'nothing twice');
  const clobbering = validateDefinition({ ...flat, authorizeUrl: 'https://as.example/authorize?client_id=evil' });
  t.match(clobbering, { kind: 'invalid', problems: [{ field: 'authorize.url' }] });
});

t.test('tokenUrl, refreshUrl and revokeUrl are called each for its own', async (t) => {
  const urls = { refreshUrl: 'https://as.example/refresh', revokeUrl: 'https://as.example/revoke' };
  const { world, connection, read } = await walk(urls);
  await world.clock.advance(3_590_000);
  await read(300);
  t.strictSame(
    world.transport.sent.map(({ request }) => request.url),
    ['https://as.example/token', 'https://as.example/refresh'],
  );
  await disconnect(world, connection);
  t.strictSame(
    world.transport.sent.slice(2).map(({ request }) => request.url),
    Array(2).fill('https://as.example/revoke'),
    'for the refresh token and for the access token',
  );
});

t.test('scopes: a text in the definition, and another choice for one connection', async (t) => {
  t.strictSame(definitionOf({ scopes: ' read  write\noffline_access ' }).scopes, [
    { scope: 'read', need: 'required' },
    { scope: 'write', need: 'required' },
    { scope: 'offline_access', need: 'required' },
  ]);
  t.strictSame(definitionOf({ scopes: ['read'] }).scopes, [{ scope: 'read', need: 'required' }]);
  t.strictSame(definitionOf({ scopes: [{ scope: 'read', label: 'Read' }] }).scopes, [{ scope: 'read', label: 'Read' }]);
  t.match(validateDefinition({ ...flat, scopes: 7 }), { problems: [{ field: 'scopes' }] });
  const { url } = await walk({ scopes: 'read write' }, { scopes: ['read'] });
  t.equal(url.searchParams.get('scope'), 'read');
});

t.test('clientId and clientSecret belong to the config, and it is said where', async (t) => {
  for (const name of ['clientId', 'clientSecret']) {
    const refused = validateDefinition({ ...flat, [name]: 'canary-value' });
    t.match(refused, { kind: 'invalid', problems: [{ field: name, messages: [/environments\.<name>\./] }] });
    t.notMatch(JSON.stringify(refused), 'canary-value');
  }
});

t.test('headers go with every call to the token endpoints', async (t) => {
  const urls = { refreshUrl: 'https://as.example/refresh', revokeUrl: 'https://as.example/revoke' };
  const headers = { 'X-Api-Version': '7', 'User-Agent': 'Acme' };
  const { world, connection, read } = await walk({ ...urls, headers });
  await world.clock.advance(3_590_000);
  await read(300);
  await disconnect(world, connection);
  t.equal(world.transport.sent.length, 4, 'code, refresh, and both tokens’ revocation');
  for (const { request } of world.transport.sent)
    t.match(request.headers, { 'x-api-version': '7', 'user-agent': 'Acme' });
});

t.test('oauth2PkceMethod: S256 unless it says plain; off only in the nested form, with a reason', async (t) => {
  const s256 = await walk({});
  const verifier = s256.form.get('code_verifier') ?? '';
  t.equal(s256.url.searchParams.get('code_challenge'), createHash('sha256').update(verifier).digest('base64url'));
  t.equal(s256.url.searchParams.get('code_challenge_method'), 'S256');
  const plain = await walk({ oauth2PkceMethod: 'plain' });
  t.equal(plain.url.searchParams.get('code_challenge'), plain.form.get('code_verifier'));
  t.equal(plain.url.searchParams.get('code_challenge_method'), 'plain');
  const { authorizeUrl: url, ...rest } = flat;
  const validated = validateDefinition({ ...rest, authorize: { url, pkce: 'none', pkceReason: 'It answers 500.' } });
  t.equal(validated.kind, 'definition');
  const off = await walk({ oauth2PkceMethod: 'none' });
  t.notOk(off.url.searchParams.has('code_challenge'));
  t.notOk(off.form.has('code_verifier'));
});

t.test('overrideGrantType replaces grant_type at the code exchange', async (t) => {
  const { form } = await walk({ overrideGrantType: 'authorization_code_v2' });
  t.equal(form.get('grant_type'), 'authorization_code_v2');
});

t.test('allowedTokenParams of the callback go on to the token request; the others are kept as context', async (t) => {
  const callback = { realmId: '4620816', region: 'eu' };
  for (const allowedTokenParams of [['realmId'], 'realmId', ' realmId, dataCenter ']) {
    const { form, read } = await walk({ allowedTokenParams }, {}, callback);
    t.equal(form.get('realmId'), '4620816');
    t.notOk(form.has('region'));
    t.notOk(form.has('dataCenter'));
    t.strictSame((await read()).context, callback);
  }
  const overriding = validateDefinition({ ...flat, allowedTokenParams: ['client_id'] });
  t.equal(overriding.kind, 'invalid');
});

t.test('templated URLs take named inputs', async (t) => {
  const inputs = [{ name: 'shop', label: 'Shop', type: 'text', visibility: 'customer' }];
  const change = { inputs, authorizeUrl: 'https://{shop}.as.example/a', tokenUrl: 'https://{shop}.as.example/t' };
  const { url, sent } = await walk(change, { inputs: { shop: ' acme ' } });
  t.equal(url.host, 'acme.as.example');
  t.equal(sent[0]?.url, 'https://acme.as.example/t');
});

t.test('every member of the token answer is kept, known or not', async (t) => {
  const { read } = await walk({});
  const { members } = await read();
  t.match(members, {
    instance_url: 'https://na1.example',
    nested: { tier: 3 },
    token_type: 'bearer',
    expires_in: 3600,
  });
  t.notOk('refresh_token' in members);
});

t.test('pasted URLs are trimmed', async (t) => {
  const { url, sent } = await walk({ authorizeUrl: ' https://as.example/a\n', tokenUrl: '\thttps://as.example/t ' });
  t.equal(url.pathname, '/a');
  t.equal(sent[0]?.url, 'https://as.example/t');
});

t.test('oauth2Type client_credentials needs no page to consent on', async (t) => {
  const { authorizeUrl: _, ...direct } = flat;
  t.match(validateDefinition({ ...direct, oauth2Type: 'client_credentials' }), {
    definition: { grantType: 'client_credentials', token: { url: flat.tokenUrl } },
  });
  t.match(validateDefinition(direct), { kind: 'invalid', problems: [{ field: 'authorize' }] });
  const world = memoryWorld(() => issued);
  const { authorizeUrl: __, ...given } = { ...flat, oauth2Type: 'client_credentials' };
  const validated = validateDefinition(given);
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  const connection = await world.addConnection({ definition: validated.definition, scopes: ['read'] });
  t.match(await start(world, connection), { kind: 'misconfigured' });
  const { organizationId, id: connectionId } = connection;
  t.match(await grantDirectly(world.ports, { grantId: world.newId() as GrantId, organizationId, connectionId }), {
    kind: 'granted',
  });
  const [sent] = world.transport.sent;
  t.equal(sent?.request.url, flat.tokenUrl);
  t.strictSame(Object.fromEntries(new URLSearchParams(sent?.request.body)), {
    grant_type: 'client_credentials',
    scope: 'read',
  });
  t.equal(connection.status, 'active');
});

t.test('a flat name beside its nested one is refused', async (t) => {
  const doubles = {
    headers: { token: { headers: {} } },
    overrideGrantType: { token: { grantType: 'x' } },
    allowedTokenParams: { token: { forward: [] } },
    oauth2PkceMethod: { authorize: { pkce: 'S256' } },
    oauth2Type: { grantType: 'authorization_code' },
  };
  for (const [name, nested] of Object.entries(doubles))
    t.match(
      validateDefinition({ ...flat, ...nested, [name]: 'S256' }),
      { kind: 'invalid', problems: [{ field: name, messages: [/given twice/] }] },
      name,
    );
});
