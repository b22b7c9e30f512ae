import t from 'tap';
import { startNameServer } from '../../../packages/http/test/name-server.js';
import { callbackPublicUrl, openWorld } from './world.js';

const names = await startNameServer();
const world = await openWorld('development', [`127.0.0.1:${names.port}`]);
t.teardown(async () => {
  await world.close();
  names.close();
});
const { call } = world;
const host = 'oauth2.acme-rota.example';

t.test('a domain is claimed, proved by its TXT record, and chosen for a callback', async (t) => {
  const made = await call('POST', '/domains', { body: { host } });
  t.equal(made.status, 201);
  const { id, record } = made.body;
  t.match(made.body, { host, state: 'pending', target: '127.0.0.1', baseUrl: `http://${host}:4200`, verifiedAt: null });
  t.same({ ...record, value: '' }, { type: 'TXT', name: `_latchkey.${host}`, value: '' });
  t.match(record.value, /^latchkey-domain=[A-Za-z0-9_-]{43}$/);
  t.equal((await call('POST', '/domains', { body: { host } })).status, 409, 'once');

  const verify = async () => (await call('POST', `/domains/${id}/verify`)).body;
  t.match(await verify(), { state: 'pending', checkOutcome: 'absent' });
  names.answers(record.name, 'TXT', ['v=spf1 -all', `${record.value}x`]);
  t.match(await verify(), { state: 'pending', checkOutcome: 'absent' }, 'another value');
  names.answers(record.name, 'TXT', 'SERVFAIL');
  t.match(await verify(), { state: 'pending', checkOutcome: 'unavailable' });

  const config = { key: 'books', provider: 'xero', environments: { production: { clientId: 'a', domainId: id } } };
  const early = await call('POST', '/connection-configs', { body: config });
  t.equal(early.status, 422);
  t.equal(early.body.errors[0].field, 'environments.production.domainId');
  names.answers(record.name, 'TXT', ['v=spf1 -all', record.value]);
  t.match(await verify(), { state: 'verified', checkOutcome: 'found', verifiedAt: /Z$/ });
  t.match((await call('GET', `/domains/${id}`)).body, { state: 'verified' });
  t.match((await call('GET', '/domains')).body.items, [{ id }]);

  const saved = await call('POST', '/connection-configs', { body: config });
  const path = `/callback/${saved.body.id}/production`;
  t.match(saved.body.environments.production, { domainId: id, callbackUrl: `http://${host}:4200${path}` });
  t.match(saved.body.environments.production.jwksUri, callbackPublicUrl, 'servers read keys at the region’s host');
  const patch = (domainId: string | null) =>
    call('PATCH', `/connection-configs/${saved.body.id}`, { body: { environments: { production: { domainId } } } });
  t.equal((await call('DELETE', `/domains/${id}`)).body.code, 'in_use');
  t.match((await patch(null)).body.environments.production, {
    ...{ domainId: null, clientId: 'a' },
    callbackUrl: `${callbackPublicUrl}${path}`,
  });
  t.equal((await call('DELETE', `/domains/${id}`)).status, 200);
  t.equal((await patch(id)).status, 404);
  const audited = await call('GET', `/audit-events?targetId=${id}`);
  t.same(
    audited.body.items.map((event: { action: string }) => event.action),
    ['domain.deleted', 'domain.verified', 'domain.created'],
  );
});

t.test('what is no custom host is refused, and what is or was another organization’s', async (t) => {
  const { key } = world.globex;
  for (const wrong of [
    '127.0.0.1',
    'acme.example',
    'oauth2.acme.example.',
    'https://oauth2.acme.example',
    'OAUTH2.a.b',
  ])
    t.match(await call('POST', '/domains', { body: { host: wrong } }), {
      status: 422,
      body: { errors: [{ field: 'host' }] },
    });
  const quarantined = await call('POST', '/domains', { key, body: { host } });
  t.equal(quarantined.status, 409);
  t.match(quarantined.body.errors[0].messages[0], '90 days');
  const mine = await call('POST', '/domains', { body: { host: 'oauth2.second.example' } });
  for (const answer of [
    await call('GET', `/domains/${mine.body.id}`, { key }),
    await call('DELETE', `/domains/${mine.body.id}`, { key }),
    await call('POST', `/domains/${mine.body.id}/verify`, { key }),
  ])
    t.equal(answer.status, 404);
  t.same((await call('GET', '/domains', { key })).body.items, []);
});

t.test('so many claims may be unproved at a time, also when they come at once', async (t) => {
  const { key } = world.globex;
  const claim = (name: string) => call('POST', '/domains', { key, body: { host: `oauth2.${name}.example` } });
  const claims = await Promise.all(Array.from({ length: 22 }, (_, at) => claim(`claim-${at}`)));
  const [one, ...others] = claims.filter(({ status }) => status === 201).map(({ body }) => body);
  t.equal(others.length, 19);
  for (const { status, body } of claims.filter(({ status }) => status !== 201))
    t.match({ status, body }, { status: 422, body: { errors: [{ field: 'host', messages: [/20 domains at most/] }] } });
  names.answers(one.record.name, 'TXT', [one.record.value]);
  t.match((await call('POST', `/domains/${one.id}/verify`, { key })).body, { state: 'verified' });
  t.equal((await claim('after')).status, 201, 'what is proved counts no more');
  t.equal((await claim('beyond')).status, 422);
});
