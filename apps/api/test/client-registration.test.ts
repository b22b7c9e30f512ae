import { newId } from '@latchkey/db';
import {
  type AuthorizationSessionId,
  type ConnectionConfigId,
  type ConnectionId,
  completeAuthorization,
  type GrantId,
  type OrganizationId,
  parseId,
  sha256,
  startAuthorization,
} from '@latchkey/oauth';
import { startDemandingProvider, walkConsent } from '@latchkey/sandbox';
import t from 'tap';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call, ports } = world;
const initialAccessToken = 'only-for-those-who-have-it';
const provider = await startDemandingProvider(() => ({
  features: {
    clientCredentials: { enabled: true },
    registration: { enabled: true, initialAccessToken },
  },
  scopes: ['openid', 'offline_access'],
}));
t.teardown(() => provider.close());
const { issuer } = provider;
const registrations = () => provider.requests.filter(({ path }) => path === '/reg');

/** An integration with one config of the provider, deployed; nobody has registered a client yet. */
async function deployed(key: string, definition: Readonly<Record<string, unknown>>, scopes: readonly string[]) {
  const config = await call('POST', '/connection-configs', {
    body: { key, name: 'Acme Rota', definition, environments: { production: {} }, scopes },
  });
  t.equal(config.status, 201, JSON.stringify(config.body));
  const integration = await call('POST', '/integrations', { body: { key, name: key } });
  await call('POST', `/integrations/${integration.body.id}/required-config-variables`, {
    body: { key, connectionConfigId: config.body.id },
  });
  const customer = await call('POST', '/customers', { body: { externalId: key, name: key } });
  const instance = await call('POST', '/instances', {
    body: { integrationId: integration.body.id, customerId: customer.body.id, name: key },
  });
  const path = `/connection-configs/${config.body.id}/environments/production/register`;
  return { configId: config.body.id as string, connectionId: instance.body.connections[0].id as string, path };
}

t.test('a client is registered with its callback URL, and connects with what the provider gave', async (t) => {
  const found = await call('POST', '/providers/discover', { body: { issuer } });
  t.match(found.body.definition, { registration: { url: `${issuer}/reg` } });
  const definition = {
    ...found.body.definition,
    authorize: { ...found.body.definition.authorize, parameters: { prompt: 'consent' } },
  };
  const { configId, connectionId, path } = await deployed('people', definition, ['openid', 'offline_access']);
  t.match(
    await call('POST', path, { body: {} }),
    { status: 422, body: { code: 'client_misconfigured', detail: /registration was refused/ } },
    'not without the initial access token',
  );
  const headers = { 'idempotency-key': 'once' };
  const made = await call('POST', path, { body: { initialAccessToken }, headers });
  t.equal(made.status, 201);
  const url = `${callbackPublicUrl}/callback/${configId}/production`;
  t.match(made.body, { callbackUrl: url, notes: [] });
  t.match(registrations().at(-1)?.body, {
    client_name: 'Acme Rota',
    redirect_uris: [url],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid offline_access',
  });
  const asked = registrations().length;
  t.same((await call('POST', path, { body: { initialAccessToken }, headers })).body.clientId, made.body.clientId);
  t.equal(registrations().length, asked, 'a request that comes again registers nothing anew');
  const config = await call('GET', `/connection-configs/${configId}`);
  t.match(config.body.environments.production, { clientId: made.body.clientId, hasClientSecret: true });

  const browserHash = await sha256('the browser');
  const started = await startAuthorization(ports, {
    authorizationSessionId: newId<AuthorizationSessionId>(),
    organizationId: world.acme.organizationId as OrganizationId,
    connectionId: parseId('connection', connectionId) as ConnectionId,
    browserHash,
    display: 'page',
    region: 'local',
    publicBaseUrl: callbackPublicUrl,
  });
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const back = await walkConsent(started.authorizationUrl, { email: 'ada@example.com', decision: 'allow' });
  const completed = await completeAuthorization(ports, {
    grantId: newId<GrantId>(),
    connectionConfigId: parseId('connection_config', configId) as ConnectionConfigId,
    environment: 'production',
    parameters: [...back.searchParams],
    browserHashes: [browserHash],
    region: 'local',
  });
  t.match(completed, { kind: 'succeeded' });
  t.match(
    await call('POST', path, { body: { initialAccessToken } }),
    { status: 409, body: { code: 'client_in_use' } },
    'live grants keep their client',
  );
  t.equal(registrations().length, asked, 'and nothing was registered in vain');
  t.notMatch(world.logged.join('\n'), initialAccessToken);
});

t.test('a client of its own grant, and what a definition lacks', async (t) => {
  const machine = await deployed(
    'machine',
    {
      name: 'Machine',
      issuer,
      grantType: 'client_credentials',
      token: { url: `${issuer}/token`, clientAuthentication: 'client_secret_post' },
      registration: { url: `${issuer}/reg` },
    },
    [],
  );
  t.equal((await call('POST', machine.path, { body: { initialAccessToken } })).status, 201);
  t.match(registrations().at(-1)?.body, {
    grant_types: ['client_credentials'],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_post',
  });
  t.match(await call('POST', `/connections/${machine.connectionId}/connect`), {
    status: 200,
    body: { status: 'active' },
  });

  const without = await deployed(
    'without',
    { name: 'W', authorizeUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token` },
    [],
  );
  t.match(await call('POST', without.path, { body: {} }), {
    status: 422,
    body: { errors: [{ field: 'definition.registration' }] },
  });
  const gone = await deployed(
    'gone',
    {
      name: 'G',
      authorizeUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      registration: { url: 'http://127.0.0.2:1/reg' },
    },
    [],
  );
  t.match(await call('POST', gone.path, { body: {} }), { status: 503, body: { detail: /not answered: ECONNREFUSED/ } });
});
