import { createHash } from 'node:crypto';
import t from 'tap';
import { deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());

const fingerprintOf = (token: string) => createHash('sha256').update(token).digest('hex');

t.test('a rejected token is given to nobody any more; two fresh ones at most are spent', async (t) => {
  const place = await deploy(world, { accessTokenSeconds: 3600 });
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}/access-token`;
  const reject = (token: string) =>
    world.call('POST', `${path}/reject`, { body: { fingerprint: fingerprintOf(token) } });
  t.equal((await reject('none')).body.code, 'not_connected');
  await world.connect(place.connectionId);
  const read = async () => (await world.call('GET', path)).body;
  const first = await read();

  t.same((await reject('another token')).body, { outcome: 'superseded' });
  t.equal((await read()).accessToken, first.accessToken, 'only that very token is ended');
  t.same(
    (await Promise.all([reject(first.accessToken), reject(first.accessToken)])).map(({ body }) => body),
    [{ outcome: 'refreshing' }, { outcome: 'refreshing' }],
  );
  const second = await read();
  t.equal(second.generation, 2);
  t.same((await reject(first.accessToken)).body, { outcome: 'superseded' }, 'said late');
  t.equal((await read()).generation, 2);

  t.same(
    (await reject(second.accessToken)).body,
    { outcome: 'refreshing' },
    'said twice of the first, it counted once',
  );
  const third = await read();
  t.equal(third.generation, 3);
  const last = await reject(third.accessToken);
  t.equal(last.status, 409);
  t.equal(last.body.code, 'rejected_after_refresh');
  t.equal((await read()).accessToken, third.accessToken);
  t.equal(place.server.ledger.tokenRequests('refresh_token').length, 2, 'the provider was asked twice in all');
  const { items } = (await world.call('GET', `/connections/${place.connectionId}/events`)).body;
  t.equal(items.filter(({ kind }: { kind: string }) => kind === 'access_token_rejected').length, 2);
});

t.test('a fingerprint is a digest, of a connection of the own organization', async (t) => {
  const place = await deploy(world, { key: 'others' });
  t.teardown(() => place.server.close());
  await world.connect(place.connectionId);
  const path = `/connections/${place.connectionId}/access-token/reject`;
  const malformed = await world.call('POST', path, { body: { fingerprint: 'the token itself' } });
  t.equal(malformed.status, 400);
  t.notMatch(JSON.stringify(malformed.body), 'the token itself', 'what may be a token is not repeated');
  const fingerprint = fingerprintOf('x');
  const foreign = await world.call('POST', path, { body: { fingerprint }, key: world.globex.key });
  t.equal(foreign.status, 404);
});
