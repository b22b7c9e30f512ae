import t from 'tap';
import { addConnection, clientMetadata, connect, definitionOf, placeBefore, redirectUri, start } from './demanding.js';

const clientSecret = 'a secret/with +odd: characters%';

for (const method of ['client_secret_basic', 'client_secret_post'] as const)
  t.test(`a provider that demands pushed authorization requests (RFC 9126), ${method}`, async (t) => {
    const place = await placeBefore(t, () => ({
      clients: [{ ...clientMetadata, client_secret: clientSecret, token_endpoint_auth_method: method }],
      features: { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
    }));
    const { provider } = place;
    const authorize = { url: `${provider.issuer}/auth?own=kept`, parameters: { prompt: 'consent' } };
    const token = { url: `${provider.issuer}/token`, clientAuthentication: method };

    const plain = await addConnection(place, definitionOf(provider, { authorize, token }), clientSecret);
    const { completed: unpushed } = await connect(place, plain);
    t.match(unpushed, { kind: 'failed', error: 'client_misconfigured' }, 'it takes no other requests');

    const pushedUrl = `${provider.issuer}/request`;
    const definition = definitionOf(provider, { authorize: { ...authorize, pushedUrl }, token });
    const connection = await addConnection(place, definition, clientSecret);
    const { completed, authorizationUrl } = await connect(place, connection);
    t.match(completed, { kind: 'succeeded' });
    const { request_uri: requestUri, ...shown } = Object.fromEntries(authorizationUrl.searchParams);
    t.strictSame(shown, { own: 'kept', client_id: 'latchkey' }, 'the browser carries nothing else');
    t.match(requestUri, /^urn:ietf:params:oauth:request_uri:/);
    const pushed = provider.requests.filter(({ path }) => path === '/request');
    t.equal(pushed.length, 1);
    t.match(pushed[0]?.body, {
      client_id: 'latchkey',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid offline_access',
      code_challenge_method: 'S256',
      prompt: 'consent',
    });
  });

t.test('what a pushed request may come to, in words for the vendor', async (t) => {
  const place = await placeBefore(t, () => ({
    clients: [{ ...clientMetadata, client_secret: clientSecret }],
    features: { pushedAuthorizationRequests: { enabled: true } },
  }));
  const { provider, world } = place;
  const pushing = (pushedUrl: string) =>
    definitionOf(provider, { authorize: { url: `${provider.issuer}/auth`, pushedUrl } });
  const wrong = await addConnection(place, pushing(`${provider.issuer}/request`), 'not the secret');
  const refused = await start(place, wrong);
  t.match(refused, { kind: 'misconfigured', field: 'authorize.pushedUrl', message: /invalid_client \(status 401\)/ });
  const nobody = await addConnection(place, pushing('http://127.0.0.2:1/request'), clientSecret);
  t.match(await start(place, nobody), { kind: 'unavailable', message: /was not answered: ECONNREFUSED/ });
  const elsewhere = await addConnection(
    place,
    pushing(`${provider.issuer}/.well-known/openid-configuration`),
    clientSecret,
  );
  t.match(await start(place, elsewhere), { kind: 'misconfigured', message: /status 40[45]/ });
  t.notMatch(JSON.stringify(refused), /not the secret/);
  t.equal(world.database.sessions.size, 0, 'nothing is kept');
});
