import t from 'tap';
import {
  createAuthorizationSessions,
  findCustomDomain,
  inTenant,
  listCustomHosts,
  readFlowEnd,
  readLinkView,
} from '../src/index.js';
import {
  claimDueDomains,
  createDomain,
  type DomainToCheck,
  deleteDomain,
  listAuditEvents,
  reapDomains,
  settleDomain,
} from '../src/management/index.js';
import { openFreshDatabase, seedConnection, someSession } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const acme = (await seedConnection(db.app)).organizationId;
const globex = (await seedConnection(db.app)).organizationId;

const claim = (organizationId: typeof acme, host: string) =>
  inTenant(db.app, organizationId, (tx) => createDomain(tx, organizationId, { host, challenge: `of ${host}` }));
const claimed = async (organizationId: typeof acme, host: string): Promise<DomainToCheck> => {
  const created = await claim(organizationId, host);
  if (created.kind !== 'created') throw new Error(created.kind);
  return { organizationId, id: created.domain.id, host, challenge: created.domain.challenge };
};
const settle = (domain: DomainToCheck, outcome: Parameters<typeof settleDomain>[2]) =>
  settleDomain(db.worker, domain, outcome);
/** As if the times of a domain had been so much earlier. */
const age = (domain: DomainToCheck, days: number) =>
  db.admin.query(
    `UPDATE custom_domain SET seen_at = seen_at - $2 * interval '1 day', missing_since = missing_since - $2 * interval '1 day',
       lapsed_at = lapsed_at - $2 * interval '1 day', created_at = created_at - $2 * interval '1 day',
       check_at = check_at - $2 * interval '1 day' WHERE id = $1`,
    [domain.id, days],
  );
const remove = (domain: DomainToCheck) =>
  inTenant(db.app, domain.organizationId, (tx) => deleteDomain(tx, domain.organizationId, domain.id));

t.test('a host is served once its record was seen, and until the record is gone for three days', async (t) => {
  const host = 'oauth2.acme.example';
  const domain = await claimed(acme, host);
  t.equal(await findCustomDomain(db.app, host), undefined, 'a claim alone is nothing');
  t.same(await listCustomHosts(db.app), []);
  t.same(await settle(domain, 'absent'), { before: 'pending', after: 'pending' });
  t.same(await settle(domain, 'found'), { before: 'pending', after: 'verified' });
  t.same(await findCustomDomain(db.app, host), { organizationId: acme, id: domain.id });
  for (const login of [db.app, db.worker]) t.same(await listCustomHosts(login), [host], 'nobody calls it from here');

  t.same(await settle(domain, 'absent'), { before: 'verified', after: 'verified' });
  await age(domain, 2.9);
  t.same(await settle(domain, 'absent'), { before: 'verified', after: 'verified' }, 'a day or two happen');
  t.same(await settle(domain, 'found'), { before: 'verified', after: 'verified' });
  await settle(domain, 'absent');
  await age(domain, 2.9);
  t.match(await settle(domain, 'absent'), { after: 'verified' }, 'it was back: the days begin anew');
  await age(domain, 0.2);
  t.same(await settle(domain, 'absent'), { before: 'verified', after: 'lapsed' });
  t.equal(await findCustomDomain(db.app, host), undefined);
  t.same(await settle(domain, 'found'), { before: 'lapsed', after: 'verified' }, 'whoever sets it again has it back');

  await age(domain, 13);
  t.match(await settle(domain, 'unavailable'), { after: 'verified' }, 'name servers may be away');
  await age(domain, 1.1);
  t.match(await settle(domain, 'unavailable'), { after: 'lapsed' }, 'but not for two weeks');
  const { rows } = await inTenant(db.app, acme, (tx) =>
    listAuditEvents(tx, acme, { targetId: domain.id }, { limit: 10 }),
  );
  t.same(
    rows.map(({ action, actorKind }) => `${action} ${actorKind}`).reverse(),
    ['verified', 'lapsed', 'verified', 'lapsed'].map((state) => `domain.${state} system`),
  );
});

t.test('nobody else has it while it is verified, nor for 90 days afterwards', async (t) => {
  const host = 'oauth2.wanted.example';
  const domain = await claimed(acme, host);
  const rival = await claimed(globex, host);
  t.match(await settle(domain, 'found'), { after: 'verified' });
  t.same(await settle(rival, 'found'), { before: 'pending', after: 'pending' }, 'not even with a record of their own');
  const { rows } = await db.admin.query('SELECT check_outcome FROM custom_domain WHERE id = $1', [rival.id]);
  t.same(rows, [{ check_outcome: 'taken' }]);
  t.match(await remove(rival), { kind: 'deleted' });
  t.same(await claim(globex, host), { kind: 'verified' });
  t.same(await claim(acme, host), { kind: 'claimed' });

  await settle(domain, 'absent');
  await age(domain, 4);
  t.match(await settle(domain, 'absent'), { after: 'lapsed' });
  t.same(await claim(globex, host), { kind: 'quarantined' }, 'after the record was gone');
  await age(domain, 89);
  t.match(await remove(domain), { kind: 'deleted' });
  t.same(await claim(globex, host), { kind: 'quarantined' }, 'after it was let go, too');
  await reapDomains(db.worker);
  t.same(await claim(globex, host), { kind: 'quarantined' });
  const again = await claimed(acme, host);
  t.match(await remove(again), { kind: 'deleted' }, 'its former holder may have it back at any time');
  await db.admin.query("UPDATE domain_quarantine SET ends_at = ends_at - interval '2 days'");
  t.match(await claim(globex, host), { kind: 'created' });
  await reapDomains(db.worker);
  t.equal((await db.admin.query('SELECT FROM domain_quarantine WHERE host = $1', [host])).rowCount, 0);
});

t.test('an old claim that lapsed ends no quarantine of a later holder', async (t) => {
  const host = 'oauth2.passed-on.example';
  const former = await claimed(acme, host);
  await settle(former, 'found');
  await settle(former, 'absent');
  await age(former, 4);
  t.match(await settle(former, 'absent'), { after: 'lapsed' });
  await age(former, 91);
  const later = await claimed(globex, host);
  t.match(await settle(later, 'found'), { after: 'verified' });
  await remove(later);
  await remove(former);
  t.same(await claim(acme, host), { kind: 'quarantined' });
  t.match(await claim(globex, host), { kind: 'created' }, 'it is theirs');
});

t.test('pages name an organization by the verified domain that it has had for longest', async (t) => {
  const place = await seedConnection(db.app);
  const { organizationId, connectionId } = place;
  const session = someSession(place);
  await createAuthorizationSessions(db.app).create(session, { kind: 'authorization_started' });
  const named = async () => [
    (await readLinkView(db.app, organizationId, connectionId))?.organization.verifiedDomain,
    (await readFlowEnd(db.app, organizationId, session.id))?.verifiedDomain,
  ];
  const [newer, older] = [
    await claimed(organizationId, 'oauth2.b.example'),
    await claimed(organizationId, 'oauth2.a.example'),
  ];
  t.same(await named(), [undefined, undefined], 'a claim proves nothing');
  await settle(older, 'found');
  await db.admin.query("UPDATE custom_domain SET verified_at = verified_at - interval '1 day' WHERE id = $1", [
    older.id,
  ]);
  await settle(newer, 'found');
  t.same(await named(), [older.host, older.host]);
  await settle(older, 'absent');
  await age(older, 4);
  await settle(older, 'absent');
  t.same(await named(), [newer.host, newer.host], 'not by one that lapsed');
});

t.test('two organizations that prove one host at the same moment: one has it', async (t) => {
  const host = 'oauth2.raced.example';
  const [one, other] = [await claimed(acme, host), await claimed(globex, host)];
  const settled = await Promise.all([settle(one, 'found'), settle(other, 'found')]);
  t.same(settled.map((result) => result?.after).sort(), ['pending', 'verified']);
});

t.test('workers look up what is due, each once, daily', async (t) => {
  await db.admin.query('UPDATE custom_domain SET check_at = NULL');
  const domain = await claimed(acme, 'oauth2.daily.example');
  t.same(await claimDueDomains(db.worker, 10), []);
  await age(domain, 1);
  const [mine, theirs] = await Promise.all([claimDueDomains(db.worker, 10), claimDueDomains(db.worker, 10)]);
  t.same([...mine, ...theirs], [domain]);
  const hours = async () => {
    const { rows } = await db.admin.query(
      'SELECT round(extract(epoch FROM check_at - now()) / 3600)::int AS hours FROM custom_domain WHERE id = $1',
      [domain.id],
    );
    return rows[0].hours;
  };
  await settle(domain, 'absent');
  t.equal(await hours(), 1, 'a new claim hourly');
  await settle(domain, 'found');
  t.equal(await hours(), 24);
  await settle(domain, 'unavailable');
  t.equal(await hours(), 1, 'and what was not seen again soon');
  const forgotten = await claimed(acme, 'oauth2.forgotten.example');
  await age(forgotten, 8);
  await settle(forgotten, 'absent');
  t.same(await claimDueDomains(db.worker, 10), [], 'not for ever');
  const dead = await claimed(globex, 'oauth2.dead.example');
  await age(dead, 3);
  await settle(domain, 'found');
  await age(domain, 2);
  t.same(await claimDueDomains(db.worker, 1), [domain], 'what is served before what is claimed');
  t.same(await claimDueDomains(db.worker, 1), [dead]);
});

t.test('the doors’ login can neither verify a domain nor see another organization’s', async (t) => {
  const { id } = await claimed(acme, 'oauth2.mine.example');
  const asGlobex = (sql: string, values: readonly unknown[] = []) =>
    inTenant(db.app, globex, (tx) => tx.$queryRawUnsafe(sql, ...values));
  t.same(await asGlobex('SELECT id FROM custom_domain WHERE id = $1::uuid', [id]), []);
  for (const sql of [
    `UPDATE custom_domain SET state = 'verified', verified_at = now()`,
    `INSERT INTO custom_domain (organization_id, id, host, challenge, state) SELECT '${globex}', gen_random_uuid(), 'oauth2.x.example', '', 'verified'`,
    'DELETE FROM domain_quarantine',
  ])
    await t.rejects(asGlobex(sql), /permission denied|42501/, sql);
  const settled = 'SELECT state_before, state_after FROM settle_custom_domain($1::uuid, $2::uuid, $3)';
  t.same(await asGlobex(settled, [acme, id, 'found']), [{ state_before: null, state_after: null }]);
  for (const login of [db.app, db.worker]) {
    const { rows } = await login.pool.query(settled, [acme, id, 'found']);
    t.same(rows, [{ state_before: null, state_after: null }], 'nor outside of any organization');
  }
  t.same((await db.admin.query('SELECT state FROM custom_domain WHERE id = $1', [id])).rows, [{ state: 'pending' }]);
});
