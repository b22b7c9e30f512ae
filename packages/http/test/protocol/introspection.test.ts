import { probeAccessToken, refreshGrant } from '@latchkey/oauth';
import t from 'tap';
import {
  addConnection,
  clientMetadata,
  connect,
  definitionOf,
  type Place,
  placeBefore,
  tokensOf,
} from './demanding.js';

const clientSecret = 'a secret';
const configure = () => ({
  clients: [{ ...clientMetadata, client_secret: clientSecret }],
  features: { introspection: { enabled: true, allowedPolicy: () => true }, revocation: { enabled: true } },
});

/** A definition that does not see the end of a token in the answer, as of providers that do not tell it. */
function untold({ provider }: Place, introspectUrl: string) {
  return definitionOf(provider, {
    token: { url: `${provider.issuer}/token`, response: { expiry: { path: 'not.told', kind: 'seconds' } } },
    introspect: { url: introspectUrl },
  });
}

async function access({ ports }: Place, { organizationId, id }: Awaited<ReturnType<typeof addConnection>>) {
  return (await ports.grants.read(organizationId, id))?.grant;
}

t.test('the end of a token is learnt by introspection (RFC 7662), at connecting and at each refresh', async (t) => {
  const place = await placeBefore(t, configure);
  const { provider, world, ports } = place;
  const introspectUrl = `${provider.issuer}/token/introspection`;
  const connection = await addConnection(place, untold(place, introspectUrl), clientSecret);
  t.match(await connect(place, connection), { completed: { kind: 'succeeded' } });
  const first = await access(place, connection);
  t.ok((first?.lifetimeSeconds ?? 0) > 500 && (first?.lifetimeSeconds ?? 0) <= 600, String(first?.lifetimeSeconds));
  const asked = () => provider.requests.filter(({ path }) => path === '/token/introspection');
  t.match(asked(), [{ body: { token: (await tokensOf(place, connection)).access, token_type_hint: 'access_token' } }]);

  // Due before it ends, as any token whose end is known.
  await world.clock.advance(590_000);
  const due = { holder: ports.holder, times: ports.times, limit: 1, takeover: 'allowed' } as const;
  const [claim] = await ports.grants.claimDue(due);
  if (!claim) throw new Error('nothing is due');
  const sendBefore = ports.clock.monotonic() + 10_000;
  t.match(await refreshGrant(ports, { ...claim, sendBefore }), { kind: 'refreshed' });
  const second = await access(place, connection);
  t.equal(second?.generation, 2);
  t.ok((second?.lifetimeSeconds ?? 0) > 500);
  t.equal(asked().length, 2);
  t.same(world.notices, []);
});

t.test('an introspection that fails loses nothing', async (t) => {
  const place = await placeBefore(t, configure);
  const { provider, world } = place;
  for (const [url, cause] of [
    [`${provider.issuer}/nowhere`, /status 404/],
    ['http://127.0.0.2:1/introspect', /ECONNREFUSED/],
  ] as const) {
    world.notices.length = 0;
    const connection = await addConnection(place, untold(place, url), clientSecret);
    t.match(await connect(place, connection), { completed: { kind: 'succeeded' } });
    const grant = await access(place, connection);
    t.equal(grant?.generation, 1);
    t.equal(grant?.accessTokenSeconds, undefined, 'unknown, and never due by itself');
    t.match(world.notices, [{ kind: 'introspection_failed', cause }]);
  }
  const told = await addConnection(
    place,
    definitionOf(provider, { introspect: { url: `${provider.issuer}/token/introspection` } }),
    clientSecret,
  );
  await connect(place, told);
  t.ok((await access(place, told))?.accessTokenSeconds);
  t.notOk(
    provider.requests.some(({ path }) => path === '/token/introspection'),
    'not asked for what the answer told',
  );
});

t.test('a token that was revoked at the provider is refused when the connection is tested', async (t) => {
  const place = await placeBefore(t, configure);
  const { provider, ports } = place;
  const introspect = { url: `${provider.issuer}/token/introspection` };
  const connection = await addConnection(place, definitionOf(provider, { introspect }), clientSecret);
  t.match(await connect(place, connection), { completed: { kind: 'succeeded' } });
  const { organizationId, id: connectionId } = connection;
  const probe = () => probeAccessToken(ports, { organizationId, connectionId, secretInputs: {} });
  t.strictSame(await probe(), { kind: 'worked', introspection: 'active' });
  const { access: token } = await tokensOf(place, connection);
  const credentials = Buffer.from(`${clientMetadata.client_id}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const revoked = await fetch(`${provider.issuer}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ token }),
  });
  t.equal(revoked.status, 200);
  t.strictSame(await probe(), { kind: 'refused', introspection: 'inactive' });
});
