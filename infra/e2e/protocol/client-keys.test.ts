import { startDemandingProvider } from '@latchkey/sandbox';
import t from 'tap';
import { startStack } from '../stack.js';
import { until } from '../until.js';

interface Key {
  readonly kid: string;
  readonly state: string;
  readonly publicJwk: Readonly<Record<string, string>>;
}

t.test('keys that Latchkey makes, publishes and rotates sign for a client (private_key_jwt, RFC 7523)', async (t) => {
  const stack = await startStack(t);
  const { api } = stack;
  const provider = await startDemandingProvider(
    () => ({
      clientAuthMethods: ['private_key_jwt'],
      features: { clientCredentials: { enabled: true } },
      scopes: ['things.read'],
    }),
    { host: '127.0.0.4' },
  );
  t.teardown(() => provider.close());
  const { issuer } = provider;
  const integration = await api.post<{ id: string }>('/v1/integrations', { key: 'keys', name: 'Keys' });
  const config = await api.post<{ id: string; environments: { production: { jwksUri: string } } }>(
    '/v1/connection-configs',
    {
      key: 'keys',
      integrationId: integration.id,
      definition: {
        name: 'Machine',
        issuer,
        grantType: 'client_credentials',
        token: { url: `${issuer}/token`, clientAuthentication: 'private_key_jwt' },
      },
      environments: { production: { clientId: 'provisional' } },
      scopes: ['things.read'],
    },
  );
  const { jwksUri } = config.environments.production;
  const keysPath = `/v1/connection-configs/${config.id}/environments/production/keys`;
  const published = async () => {
    const response = await fetch(jwksUri);
    t.match(response.headers.get('content-type'), 'application/jwk-set+json');
    t.equal(response.headers.get('cache-control'), 'public, max-age=300');
    return ((await response.json()) as { keys: Readonly<Record<string, string>>[] }).keys;
  };
  t.same(await published(), [], 'no key yet');

  const first = await api.post<Key>(keysPath, {});
  t.equal(first.state, 'current');
  const second = await api.post<Key>(keysPath, { algorithm: 'ES256' });
  t.equal(second.state, 'next');
  t.match(second.publicJwk, { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: second.kid });
  t.same(await published(), [first.publicJwk, second.publicJwk], 'the next key is published before it signs');
  t.notOk((await published()).some((jwk) => 'd' in jwk));

  // Only now the provider gives the client its name: the keys stay.
  provider.registerClient({
    client_id: 'machine',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks_uri: jwksUri,
    scope: 'things.read',
  });
  await api.patch(`/v1/connection-configs/${config.id}`, { environments: { production: { clientId: 'machine' } } });
  t.same(
    (await api.get<{ items: Key[] }>(keysPath)).items.map(({ kid }) => kid),
    [first.kid, second.kid],
  );

  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    key: 'machine',
    connectionConfigId: config.id,
  });
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId: 'keys', name: 'Keys Ltd' });
  const instance = await api.post<{ connections: { id: string }[] }>('/v1/instances', {
    integrationId: integration.id,
    customerId: customer.id,
    name: 'Keys',
  });
  const id = instance.connections[0]?.id ?? '';
  await api.post(`/v1/connections/${id}/connect`, {});
  t.match(await api.connection(id), { status: 'active', generation: 1 });
  const kids = () =>
    provider.requests
      .filter(({ path }) => path === '/token')
      .map(({ body }) => {
        const [header = ''] = String(body.client_assertion).split('.');
        return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid;
      });
  t.same(kids(), [first.kid]);

  t.match(await api.post<Key>(`${keysPath}/${second.kid}/activate`, {}), { kid: second.kid, state: 'current' });
  await api.post(`/v1/connections/${id}/refresh`, {});
  await until('renewed', async () => (await api.connection(id)).generation === 2);
  t.same(kids(), [first.kid, second.kid], 'from then on the other key signs');
  t.same(await published(), [first.publicJwk, second.publicJwk], 'what was signed just before can still be verified');
  t.match((await api.get<{ items: Key[] }>(keysPath)).items, [{ state: 'retired' }, { state: 'current' }]);
  t.match(await api.call('POST', `${keysPath}/${first.kid}/activate`, {}), { status: 409 });

  t.same(await (await fetch(jwksUri.replace('/production/', '/nowhere/'))).json(), { keys: [] });
  t.match(await api.call('POST', keysPath.replace('/production/', '/nowhere/'), {}), { status: 404 });
  const plain = await api.post<{ id: string }>('/v1/connection-configs', {
    key: 'plain',
    definition: { name: 'P', authorizeUrl: 'https://p.example/a', tokenUrl: 'https://p.example/t' },
    environments: { production: { clientId: 'x' } },
  });
  t.match(
    await api.call('POST', `/v1/connection-configs/${plain.id}/environments/production/keys`, {}),
    { status: 422, body: { errors: [{ field: 'definition.token.clientAuthentication' }] } },
    'no key where it would be sent as a secret',
  );
  const rows = await stack.query<{ value: Buffer }>('SELECT value FROM client_secret WHERE public_jwk IS NOT NULL');
  t.equal(rows.length, 2);
  t.notOk(
    rows.some(({ value }) => value.includes('"d"')),
    'private keys are sealed',
  );
  t.notMatch(stack.log.join('\n'), /"d":/);
});
