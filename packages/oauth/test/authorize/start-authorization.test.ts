import { createHash } from 'node:crypto';
import t from 'tap';
import { reveal } from '../../src/secret.js';
import { formatId } from '../../src/wire-id.js';
import { type ConnectionOptions, plainDefinition } from '../../testing/index.js';
import { browser, start, worldWithServer } from '../flows.js';

const shop = { name: 'shop', label: 'Shop', type: 'text', visibility: 'customer', required: true } as const;

async function started(options: ConnectionOptions = {}) {
  const { world } = worldWithServer();
  const connection = await world.addConnection(options);
  const result = await start(world, connection);
  if (result.kind !== 'started') throw new Error(JSON.stringify(result));
  const session = world.database.sessions.get(result.authorizationSessionId)?.session;
  if (!session) throw new Error('no session is kept');
  return { world, connection, result, session, url: new URL(result.authorizationUrl) };
}

t.test('the authorization request holds exactly what RFC 6749 and RFC 7636 ask for', async (t) => {
  const { world, connection, result, session, url } = await started();
  t.equal(`${url.origin}${url.pathname}`, 'https://as.example/authorize');
  const { state, code_challenge, ...rest } = Object.fromEntries(url.searchParams);
  t.strictSame(rest, {
    response_type: 'code',
    client_id: 'client-1',
    redirect_uri: `https://latchkey.example/callback/${formatId('connection_config', connection.connectionConfigId)}/production`,
    scope: 'read write',
    code_challenge_method: 'S256',
  });
  t.match(state, /^eu\.[A-Za-z0-9_-]{43}$/);
  t.same(
    session.stateHash,
    createHash('sha256')
      .update(state ?? '')
      .digest(),
    'kept as its hash only',
  );
  const purpose = {
    organizationId: connection.organizationId,
    row: session.id,
    field: 'authorization_session.code_verifier',
  } as const;
  const verifier = reveal(await world.vault.open(purpose, session.codeVerifier as never));
  t.equal(code_challenge, createHash('sha256').update(verifier).digest('base64url'));
  t.match(result, { providerName: 'Plain', expiresInSeconds: 600 });
});

t.test('who started, and what was frozen, is remembered', async (t) => {
  const { connection, session } = await started();
  t.same(session.browserHash, browser());
  t.match(session, {
    organizationId: connection.organizationId,
    connectionId: connection.id,
    connectionConfigId: connection.connectionConfigId,
    environment: 'production',
    requestedScopes: ['read', 'write'],
    display: 'popup',
    lifetimeSeconds: 600,
    terms: {
      clientId: 'client-1',
      definitionVersion: 'version-1',
      server: { token: { url: ['https://as.example/token'] } },
    },
  });
  t.strictSame(connection.events, [{ kind: 'authorization_started', actor: 'Ada' }]);
});

t.test('states and verifiers are never the same', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const urls = new Set<string>();
  for (let i = 0; i < 20; i++) {
    const result = await start(world, connection);
    if (result.kind === 'started')
      urls.add(new URL(result.authorizationUrl).search.replace(/.*(code_challenge=)/, '$1'));
  }
  t.equal(urls.size, 20);
});

t.test('the endpoint’s own query is kept, the definition’s parameters added, ours win', async (t) => {
  const { url } = await started({
    definition: {
      ...plainDefinition,
      authorize: {
        url: 'https://as.example/authorize?tenant=a%20b&client_id=evil&prompt=none',
        parameters: { prompt: 'consent', access_type: 'offline', state: 'evil' },
      },
    },
  });
  for (const name of new Set([...url.searchParams].map(([name]) => name)))
    t.equal(url.searchParams.getAll(name).length, 1, `${name} once`);
  t.equal(url.searchParams.get('tenant'), 'a b');
  t.equal(url.searchParams.get('client_id'), 'client-1');
  t.equal(url.searchParams.get('prompt'), 'consent');
  t.equal(url.searchParams.get('access_type'), 'offline');
  t.match(url.searchParams.get('state'), /^eu\./);
});

t.test('scopes are joined as the provider wants them, or left out', async (t) => {
  const commas = await started({ definition: { ...plainDefinition, scopeSeparator: ',' } });
  t.equal(commas.url.searchParams.get('scope'), 'read,write');
  const none = await started({ scopes: [] });
  t.notOk(none.url.searchParams.has('scope'));
});

t.test('without PKCE nothing of it is sent or kept', async (t) => {
  const authorize = { url: 'https://as.example/authorize', pkce: 'none' } as const;
  const { url, session } = await started({ definition: { ...plainDefinition, authorize } });
  t.notMatch(url.search, /code_challenge/);
  t.equal(session.codeVerifier, undefined);
});

t.test('inputs fill the endpoints, and are frozen with them', async (t) => {
  const definition = {
    ...plainDefinition,
    inputs: [shop, { ...shop, name: 'plan' }, { ...shop, name: 'pin', type: 'secret' as const }],
    authorize: { url: 'https://{shop}.as.example/authorize' },
    token: { url: 'https://{shop}.as.example/token' },
  };
  // A text that was saved before its input became a secret.
  const inputs = { shop: 'Acme', plan: 'gold', pin: '1234' };
  const { url, session } = await started({ definition, inputs });
  t.equal(url.host, 'acme.as.example');
  t.strictSame(session.terms.server.token.url, ['https://acme.as.example/token']);
  t.strictSame(session.terms.server.refresh.url, ['https://acme.as.example/token']);
  t.strictSame(session.terms.server.inputs, { shop: 'Acme', plan: 'gold' }, 'and themselves, but no secret');
});

t.test('what the vendor has to put right is named, and nothing is kept', async (t) => {
  const { world } = worldWithServer();
  const bare = await world.addConnection({ client: 'none' });
  t.match(await start(world, bare), { kind: 'misconfigured', field: 'environments.production.clientId' });
  const definition = { ...plainDefinition, inputs: [shop], revoke: { url: 'https://{shop}.as.example/revoke' } };
  const missing = await world.addConnection({ definition });
  t.match(await start(world, missing), { kind: 'misconfigured', field: 'revoke.url', message: /"shop" is missing/ });
  const hostile = await world.addConnection({ definition, inputs: { shop: 'evil.example/' } });
  t.match(await start(world, hostile), { kind: 'misconfigured', field: 'inputs.shop', message: /"shop"/ });
  t.equal(world.database.sessions.size, 0);
  t.strictSame(missing.events, []);
});

t.test('nobody starts for a connection of another organization, or for none', async (t) => {
  const { world } = worldWithServer();
  const connection = await world.addConnection();
  const other = await world.addConnection();
  t.match(await start(world, connection, { organizationId: other.organizationId }), { kind: 'not_found' });
  t.match(await start(world, connection, { connectionId: world.newId() as never }), { kind: 'not_found' });
});
