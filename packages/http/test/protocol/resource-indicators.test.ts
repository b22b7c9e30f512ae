import { jwtClaims, refreshGrant } from '@latchkey/oauth';
import t from 'tap';
import { addConnection, clientMetadata, connect, definitionOf, placeBefore, tokensOf } from './demanding.js';

const clientSecret = 'a secret';
const resource = 'https://api.example/v1';

t.test(
  'a token for one resource (RFC 8707): asked for at authorization, at the token endpoint and at refresh',
  async (t) => {
    const place = await placeBefore(t, () => ({
      clients: [{ ...clientMetadata, client_secret: clientSecret }],
      features: {
        resourceIndicators: {
          enabled: true,
          // Whoever does not name the resource at the token endpoint gets a token for nothing but user info.
          useGrantedResource: () => false,
          getResourceServerInfo: (_ctx, indicator) => ({
            scope: 'things:read',
            audience: indicator,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
          }),
        },
      },
    }));
    const { provider, world, ports } = place;
    const connection = await addConnection(place, definitionOf(provider, { resource: [resource] }), clientSecret);
    const { completed, authorizationUrl } = await connect(place, connection);
    t.match(completed, { kind: 'succeeded' });
    t.same(authorizationUrl.searchParams.getAll('resource'), [resource]);
    t.equal(jwtClaims((await tokensOf(place, connection)).access)?.aud, resource);

    await world.clock.advance(590_000);
    const due = { holder: ports.holder, times: ports.times, limit: 1, takeover: 'allowed' } as const;
    const [claim] = await ports.grants.claimDue(due);
    if (!claim) throw new Error('nothing is due');
    const sendBefore = ports.clock.monotonic() + 10_000;
    t.match(await refreshGrant(ports, { ...claim, sendBefore }), { kind: 'refreshed' });
    t.equal(jwtClaims((await tokensOf(place, connection)).access)?.aud, resource);
    const asked = provider.requests.filter(({ path }) => path === '/token').map(({ body }) => body.resource);
    t.same(asked, [resource, resource]);

    const plain = await addConnection(place, definitionOf(provider), clientSecret);
    await connect(place, plain);
    t.equal(jwtClaims((await tokensOf(place, plain)).access), undefined, 'else it is another token');
  },
);
