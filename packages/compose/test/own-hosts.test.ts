import { inTenant } from '@latchkey/db';
import { createDomain, settleDomain } from '@latchkey/db/management';
import { openFreshDatabase, seedConnection } from '@latchkey/db/testing';
import t from 'tap';
import { destinationRefusal, ownBaseUrls, watchOwnHosts } from '../src/index.js';

const db = await openFreshDatabase();

t.test('what is configured is nowhere a destination', async (t) => {
  const baseUrls = ownBaseUrls({
    CALLBACK_PUBLIC_URL: 'https://oauth2.example.com',
    WIZARD_PUBLIC_URL: 'https://connect.example.com',
    API_PUBLIC_URL: 'https://api.example.com/',
    LATCHKEY_PEERS: [{ region: 'us', residency: 'us', callbackUrl: 'https://oauth2.us.example.com', forward: 'never' }],
  });
  t.equal(baseUrls.length, 4);
  for (const url of baseUrls)
    t.match(destinationRefusal({ loopback: 'never', baseUrls }, `${url}/x`), 'is Latchkey itself', url);
  t.equal(destinationRefusal({ loopback: 'never', baseUrls }, 'https://hooks.example.com/x'), undefined);
});

t.test('a verified domain is an own host to every process, though the database is away', async (t) => {
  const host = 'oauth2.customer.example';
  const { organizationId } = await seedConnection(db.app);
  const claimed = await inTenant(db.app, organizationId, (tx) =>
    createDomain(tx, organizationId, { host, challenge: 'proof' }),
  );
  if (claimed.kind !== 'created') throw new Error(claimed.kind);
  const failures: unknown[] = [];
  const watched = [db.app, db.worker].map((login) =>
    watchOwnHosts({ db: login, onFailure: (error) => void failures.push(error) }),
  );
  t.teardown(() => {
    for (const hosts of watched) hosts.close();
  });
  const refusals = async () => {
    for (const hosts of watched) await hosts.read();
    return watched.map(({ has }) =>
      destinationRefusal({ loopback: 'never', baseUrls: [], isOwnHost: has }, `https://${host}/callback`),
    );
  };
  t.same(await refusals(), [undefined, undefined], 'a claim is nothing');
  await settleDomain(db.worker, { organizationId, id: claimed.domain.id, host, challenge: 'proof' }, 'found');
  const itself = `${host} is Latchkey itself`;
  t.same(await refusals(), [itself, itself]);
  t.same(failures, []);
  await db.close();
  t.same(await refusals(), [itself, itself], 'what was known stays known');
  t.equal(failures.length, 2);
});
