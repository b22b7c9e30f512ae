import type { DeviceAuthorization } from '../../src/device/device-authorization.js';
import type { AttemptId } from '../../src/ids.js';
import type { DeviceAuthorizationsPort, NewGrant } from '../../src/ports.js';
import { connectionOf, letGo, type MemoryDatabase, type OpenAttempt } from './memory-rows.js';

export interface DeviceRow {
  readonly authorization: DeviceAuthorization;
  readonly expiresAt: number;
  intervalSeconds: number;
  failures: number;
  pollDueAt: number;
  attempt: OpenAttempt | undefined;
  ended: 'succeeded' | 'failed' | 'cancelled' | 'superseded' | undefined;
}

/** The device authorizations port over rows in memory. */
export function memoryDeviceAuthorizations(database: MemoryDatabase): DeviceAuthorizationsPort {
  const now = () => database.clock.now();
  const isOver = (row: DeviceRow) => row.ended !== undefined || now() >= row.expiresAt;

  return {
    create: (authorization, event) =>
      database.write('create_device', () => {
        const { organizationId, connectionId } = authorization;
        const connection = connectionOf(database, organizationId, connectionId);
        if (!connection) throw new Error('there is no such connection');
        if (database.devices.has(authorization.id)) return;
        if (endDevices(database, connectionId, 'superseded'))
          connection.events.push({ kind: 'authorization_superseded' });
        database.devices.set(authorization.id, {
          authorization,
          expiresAt: now() + authorization.lifetimeSeconds * 1000,
          intervalSeconds: authorization.intervalSeconds,
          failures: 0,
          pollDueAt: now() + authorization.intervalSeconds * 1000,
          attempt: undefined,
          ended: undefined,
        });
        connection.events.push(event);
      }),
    claimDue: ({ holder, limit, times }) =>
      database.write('claim_devices', () => {
        const due = [...database.devices.values()].filter(
          (row) => !isOver(row) && row.pollDueAt <= now() && (!row.attempt || row.attempt.takeoverAt <= now()),
        );
        return due.slice(0, limit).map((row) => {
          const { authorization } = row;
          const client = database.clients.get(authorization.terms.clientRowId);
          if (!client) throw new Error('the client is gone');
          const holdMs = authorization.mostRequests * times.requestTimeout + times.takeoverSlack;
          row.attempt = { id: database.newId(), holder, takeoverAt: now() + holdMs };
          return {
            ...authorization,
            ...{ intervalSeconds: row.intervalSeconds, failures: row.failures, client },
            attemptId: row.attempt.id as AttemptId,
            secretInputs: database.connections.get(authorization.connectionId)?.secretInputs ?? {},
            sendBefore: database.clock.monotonic() + times.takeoverSlack,
          };
        });
      }),
    pollAgain: (claim, { dueInMs, intervalSeconds, failures }) =>
      database.write('poll_again', () => {
        const row = database.devices.get(claim.id);
        if (!row || row.ended || row.attempt?.id !== claim.attemptId) return;
        Object.assign(row, { attempt: undefined, pollDueAt: now() + dueInMs, intervalSeconds, failures });
      }),
    fail: (claim, outcome, event) =>
      database.write('fail_device', () => {
        const row = database.devices.get(claim.id);
        if (!row || row.ended || row.attempt?.id !== claim.attemptId) return;
        Object.assign(row, { attempt: undefined, ended: 'failed' });
        const connection = connectionOf(database, claim.organizationId, claim.connectionId);
        if (!connection) return;
        connection.lastFailure = outcome.error;
        connection.events.push(event);
      }),
    cancel: (organizationId, connectionId, event) =>
      database.write('cancel_device', () => {
        const connection = connectionOf(database, organizationId, connectionId);
        if (!connection || !endDevices(database, connectionId, 'cancelled')) return 'none';
        connection.events.push(event);
        return 'cancelled';
      }),
  };
}

/** Ends what is pending, whoever polls at the moment; false when there was none whose time was not over. */
export function endDevices(database: MemoryDatabase, connectionId: string, how: 'superseded' | 'cancelled'): boolean {
  const pending = [...database.devices.values()].filter(
    (row) => row.authorization.connectionId === connectionId && row.ended === undefined,
  );
  for (const row of pending) row.ended = how;
  return pending.some((row) => database.clock.now() < row.expiresAt);
}

/** Ends the device authorization that a grant came of. Where the person gave up meanwhile, the grant is let go of. */
export function endDeviceOf(database: MemoryDatabase, grant: NewGrant): 'ended' | 'given_up' {
  const device = database.devices.get(grant.deviceAuthorizationId ?? '');
  if (device?.ended === 'cancelled' || device?.ended === 'superseded') {
    letGo(database, grant.grantId);
    return 'given_up';
  }
  if (device) Object.assign(device, { attempt: undefined, ended: 'succeeded' });
  return 'ended';
}
