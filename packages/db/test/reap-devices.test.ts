import type { DeviceAuthorization, DeviceAuthorizationId, Sealed, WizardSessionId } from '@latchkey/oauth';
import { conformanceTimes as times } from '@latchkey/oauth/testing';
import t from 'tap';
import { createDeviceAuthorizations, createTakeoverWatch, newId, reapDevices } from '../src/index.js';
import { openFreshDatabase, seedConnection, someSession } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const devices = createDeviceAuthorizations(db.worker, { monotonic: () => performance.now() });

async function waiting(): Promise<DeviceAuthorization> {
  const seeded = await seedConnection(db.app);
  const { organizationId, connectionId, connectionConfigId, terms, requestedScopes } = someSession(seeded);
  const authorization: DeviceAuthorization = {
    id: newId<DeviceAuthorizationId>(),
    wizardSessionId: newId<WizardSessionId>(),
    ...{ organizationId, connectionId, connectionConfigId, terms, requestedScopes },
    deviceCode: { envelope: Uint8Array.from([1, 2]) } as unknown as Sealed,
    ...{ userCode: 'WDJB-MJHT', verificationUri: 'https://as.example/device', intervalSeconds: 1 },
    ...{ lifetimeSeconds: 600, mostRequests: 2 },
  };
  await devices.create(authorization, { kind: 'authorization_started' });
  return authorization;
}

const change = (set: string, { id }: DeviceAuthorization) =>
  db.admin.query(`UPDATE device_authorization SET ${set} WHERE id = $1`, [id]);

t.test('ends what nobody finished in time, but not under whoever polls; deletes it a day later', async (t) => {
  const [late, polled, open] = [await waiting(), await waiting(), await waiting()];
  await change("poll_due_at = now() - interval '1 s'", polled);
  const claimed = await devices.claimDue({ holder: 'process-1', limit: 10, times });
  t.strictSame(
    claimed.map(({ id }) => id),
    [polled.id],
  );
  for (const one of [late, polled]) await change("expires_at = now() - interval '60 s'", one);
  t.strictSame(await reapDevices(db.app), { expired: 0, deleted: 0 }, 'latchkey_app reaps nothing');
  t.strictSame(await reapDevices(db.worker), { expired: 1, deleted: 0 });
  t.strictSame(await reapDevices(db.worker), { expired: 0, deleted: 0 });
  await change("takeover_at = now() - interval '1 s'", polled);
  t.strictSame(await reapDevices(db.worker), { expired: 1, deleted: 0 }, 'whoever polled has died');
  const { rows } = await db.admin.query(
    `SELECT d.id, d.ended_how, d.device_code, d.user_code, c.last_failure_error AS failure
       FROM device_authorization d JOIN connection c ON c.id = d.connection_id ORDER BY d.id`,
  );
  const over = { ended_how: 'expired', device_code: null, user_code: null, failure: 'expired' };
  t.match(rows, [
    { id: late.id, ...over },
    { id: polled.id, ...over },
    { id: open.id, ended_how: null, user_code: 'WDJB-MJHT', failure: null },
  ]);
  const events = await db.admin.query("SELECT reason FROM connection_event WHERE kind = 'authorization_failed'");
  t.same(events.rows, [{ reason: 'expired' }, { reason: 'expired' }]);
  await db.admin.query("UPDATE device_authorization SET expires_at = now() - interval '25 h'");
  t.strictSame(await reapDevices(db.worker), { expired: 1, deleted: 3 });
});

t.test('a poll is not taken over where the store failed: whoever has the tokens may be waiting for it', async (t) => {
  const authorization = await waiting();
  await change("poll_due_at = now() - interval '1 s'", authorization);
  t.equal((await devices.claimDue({ holder: 'process-1', limit: 10, times })).length, 1);
  await change("takeover_at = now() - interval '1 s'", authorization);
  const clock = { monotonic: () => performance.now() };
  const takeover = createTakeoverWatch(clock);
  const shaken = createDeviceAuthorizations(db.worker, clock, { takeover });
  await t.rejects(takeover.watched(Promise.reject(new Error('the store is away'))));
  t.strictSame(await shaken.claimDue({ holder: 'process-2', limit: 10, times }), []);
  t.equal((await devices.claimDue({ holder: 'process-3', limit: 10, times })).length, 1);
  await devices.cancel(authorization.organizationId, authorization.connectionId, { kind: 'authorization_cancelled' });
});

t.test('no organization sees another’s', async (t) => {
  const one = await waiting();
  const other = await waiting();
  const port = createDeviceAuthorizations(db.app, { monotonic: () => 0 });
  const cancel = (organizationId: DeviceAuthorization['organizationId']) =>
    port.cancel(organizationId, one.connectionId, { kind: 'authorization_cancelled' });
  t.equal(await cancel(other.organizationId), 'none');
  await change("poll_due_at = now() - interval '1 s'", one);
  t.strictSame(await port.claimDue({ holder: 'process-1', limit: 10, times }), [], 'latchkey_app claims nothing');
  t.equal(await cancel(one.organizationId), 'cancelled');
});
