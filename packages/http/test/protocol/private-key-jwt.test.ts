import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refreshGrant } from '@latchkey/oauth';
import t from 'tap';
import { addConnection, clientMetadata, connect, definitionOf, placeBefore, start, tokensOf } from './demanding.js';

/** A key pair as JWKs, of which the private one is kept as the client secret. */
function keyPair(alg: 'ES256' | 'RS256' | 'PS256', kid: string) {
  const pair =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const about = { use: 'sig', alg, kid };
  return {
    privateJwk: JSON.stringify({ ...pair.privateKey.export({ format: 'jwk' }), ...about }),
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...about },
  };
}

for (const alg of ['ES256', 'RS256', 'PS256'] as const)
  t.test(`a provider that demands private_key_jwt (RFC 7523) signed with ${alg}, its keys by jwks_uri`, async (t) => {
    const { privateJwk, publicJwk } = keyPair(alg, 'key-1');
    const jwks = createServer((_request, response) => response.end(JSON.stringify({ keys: [publicJwk] })));
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    t.teardown(() => jwks.close());
    const place = await placeBefore(t, () => ({
      clients: [
        {
          ...clientMetadata,
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: alg,
          jwks_uri: `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/`,
        },
      ],
      clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
      features: { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
    }));
    const { provider, world, ports } = place;
    const definition = definitionOf(provider, {
      authorize: {
        url: `${provider.issuer}/auth`,
        pushedUrl: `${provider.issuer}/request`,
        parameters: { prompt: 'consent' },
      },
      token: { url: `${provider.issuer}/token`, clientAuthentication: 'private_key_jwt' },
    });
    const connection = await addConnection(place, definition, privateJwk);
    t.match(await connect(place, connection), { completed: { kind: 'succeeded' } });
    const first = await tokensOf(place, connection);

    await world.clock.advance(3_600_000);
    const [claim] = await ports.grants.claimDue({
      holder: ports.holder,
      times: ports.times,
      limit: 1,
      takeover: 'allowed',
    });
    if (!claim) throw new Error('nothing is due');
    const sendBefore = ports.clock.monotonic() + 10_000;
    t.match(await refreshGrant(ports, { ...claim, sendBefore }), { kind: 'refreshed' });
    t.not((await tokensOf(place, connection)).access, first.access);

    const other = await addConnection(place, definition, keyPair(alg, 'key-1').privateJwk);
    t.match(await start(place, other), { kind: 'misconfigured', message: /invalid_client/ }, 'no other key is taken');
    const pushes = () => provider.requests.filter(({ path }) => path === '/request').length;
    const before = pushes();
    const { authorize } = definition;
    const careless = definitionOf(provider, {
      ...(authorize ? { authorize } : {}),
      token: { url: `${provider.issuer}/token` },
    });
    const wrong = await addConnection(place, careless, privateJwk);
    t.match(await start(place, wrong), { kind: 'misconfigured', message: /a private key, which is never sent/ });
    t.equal(pushes(), before, 'not in place of a secret either');
    t.notMatch(JSON.stringify(provider.requests), JSON.parse(privateJwk).d);
  });
