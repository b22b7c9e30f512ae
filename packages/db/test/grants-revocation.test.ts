import { type Claim, protocolTimes, type RevocationClaim } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createConnections, createGrants } from '../src/index.js';
import {
  connect,
  openFreshDatabase,
  type SeededConnection,
  seedConnection,
  someTokens,
  steadyClock,
} from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const times = protocolTimes;
const grants = createGrants(db.worker, steadyClock);
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };
const connections = createConnections(db.app);
const disconnect = ({ organizationId, connectionId }: SeededConnection) =>
  connections.disconnect(organizationId, connectionId, { kind: 'disconnect_requested' });
const revocations = () => grants.claimDueRevocations({ holder: 'w', limit: 10, times });
const claimRefresh = async ({ organizationId, connectionId }: SeededConnection): Promise<Claim> => {
  const result = await ports.grants.claimOne({ organizationId, connectionId, generation: 1, holder: 'h', times });
  if (result.kind !== 'claimed') throw new Error(result.kind);
  return result.claim;
};
const rowsOf = async (seeded: SeededConnection) =>
  (
    await db.admin.query(
      `SELECT c.status, c.revoking_grant_id, c.last_revocation_outcome AS outcome, g.state, g.revocation_outcome,
              (SELECT count(*)::int FROM grant_token t WHERE t.grant_id = g.id) AS tokens,
              (SELECT count(*)::int FROM grant_clock k WHERE k.grant_id = g.id) AS clocks
         FROM "grant" g JOIN connection c ON c.id = g.connection_id WHERE c.id = $1 ORDER BY g.created_at, g.id`,
      [seeded.connectionId],
    )
  ).rows;
const ended = { kind: 'disconnected', reason: 'revoked' } as const;

t.test('a revocation is claimed once, with the tokens; its end deletes them and frees the connection', async (t) => {
  const seeded = await seedConnection(db.app);
  const grant = await connect(ports, seeded);
  t.same(await revocations(), [], 'a live grant is not revoked');
  await disconnect(seeded);
  t.same(
    await grants.claimDue({ holder: 'w', limit: 10, times, takeover: 'allowed' }),
    [],
    'nor a revoking one refreshed',
  );
  const [claim] = await revocations();
  t.match(claim, {
    grantId: grant.grantId,
    connectionId: seeded.connectionId,
    attempts: 1,
    client: { clientId: 'client-1' },
  });
  t.equal(Buffer.from((claim as RevocationClaim).tokenSet.envelope).toString(), 'generation 1');
  t.ok((claim as RevocationClaim).revokingSeconds >= 0 && (claim as RevocationClaim).revokingSeconds < 60);
  t.same(await revocations(), []);

  await grants.endRevoked(claim as RevocationClaim, 'revoked', ended);
  await grants.endRevoked(claim as RevocationClaim, 'revoked', ended); // the lost reply of a commit, asked again
  t.same(await rowsOf(seeded), [
    {
      status: 'pending',
      revoking_grant_id: null,
      outcome: 'revoked',
      state: 'ended',
      revocation_outcome: 'revoked',
      tokens: 0,
      clocks: 0,
    },
  ]);
  t.equal(await grants.storedBy(claim as RevocationClaim), undefined);
  const { rows } = await db.admin.query(
    `SELECT e.kind, e.reason, o.type FROM connection_event e JOIN webhook_outbox o ON o.connection_id = e.connection_id
     WHERE e.connection_id = $1 AND e.kind = 'disconnected' AND o.type = 'connection.revoked'`,
    [seeded.connectionId],
  );
  t.same(rows, [{ kind: 'disconnected', reason: 'revoked', type: 'connection.revoked' }]);
  await connect(ports, seeded);
  t.equal((await ports.grants.read(seeded.organizationId, seeded.connectionId))?.status, 'active', 'connects again');
});

t.test('a refresh in flight stores into its own grant, which nobody reads; the newest token is revoked', async (t) => {
  const seeded = await seedConnection(db.app);
  await connect(ports, seeded);
  const refresh = await claimRefresh(seeded);
  await disconnect(seeded);
  t.same(await revocations(), [], 'the revocation waits for the open attempt');
  t.equal(await ports.grants.store(refresh, someTokens('generation 2'), { kind: 'recovered' }), 'stored');
  t.same(await ports.grants.read(seeded.organizationId, seeded.connectionId), { status: 'disconnecting' });
  const [claim] = await revocations();
  t.equal(Buffer.from((claim as RevocationClaim).tokenSet.envelope).toString(), 'generation 2');
  await grants.endRevoked(claim as RevocationClaim, 'revoked', ended);
});

t.test('a refresh that fails after the disconnect makes the revocation due at once, and no error', async (t) => {
  const seeded = await seedConnection(db.app);
  await connect(ports, seeded);
  const refresh = await claimRefresh(seeded);
  await disconnect(seeded);
  const event = { kind: 'reauthorization_required', reason: 'grant_rejected' } as const;
  t.equal(
    await ports.grants.settle(refresh, { outcome: 'terminal', error: { reason: 'grant_rejected', event } }),
    'settled',
  );
  t.match(await rowsOf(seeded), [{ status: 'disconnecting', state: 'revoking' }]);
  const [claim] = await revocations();
  await grants.endRevoked(claim as RevocationClaim, 'unconfirmed', ended);
  t.match(await rowsOf(seeded), [{ status: 'pending', outcome: 'unconfirmed' }]);
});

t.test('tokens that arrive during a revocation that was taken over are revoked too', async (t) => {
  const seeded = await seedConnection(db.app);
  await connect(ports, seeded);
  const refresh = await claimRefresh(seeded);
  await disconnect(seeded);
  await db.admin.query("UPDATE grant_clock SET takeover_at = now() - interval '60 s' WHERE grant_id = $1", [
    refresh.grantId,
  ]);
  const [early] = await revocations();
  t.match(early, { earlierOutcome: 'ambiguous' });
  t.equal(await ports.grants.store(refresh, someTokens('late answer'), { kind: 'recovered' }), 'stored');
  await grants.endRevoked(early as RevocationClaim, 'revoked', ended);
  t.match(await rowsOf(seeded), [{ status: 'disconnecting', tokens: 1 }], 'not ended: newer tokens are there');
  const [claim] = await revocations();
  t.equal(Buffer.from((claim as RevocationClaim).tokenSet.envelope).toString(), 'late answer');
  await grants.endRevoked(claim as RevocationClaim, 'revoked', ended);
  t.match(await rowsOf(seeded), [{ status: 'pending', tokens: 0 }]);
});

t.test('a reconnect lets go of the former grant, whose revocation leaves the new one untouched', async (t) => {
  const seeded = await seedConnection(db.app);
  const former = await connect(ports, seeded);
  const current = await connect(ports, seeded);
  const [claim] = await revocations();
  t.match(claim, { grantId: former.grantId });
  t.equal(await grants.siblingOf(claim as RevocationClaim), 'live');
  await grants.endRevoked(claim as RevocationClaim, 'superseded', { kind: 'disconnected', reason: 'superseded' });
  t.match(await rowsOf(seeded), [
    { status: 'active', state: 'ended', revocation_outcome: 'superseded', tokens: 0, outcome: null },
    { state: 'live', tokens: 1 },
  ]);
  t.equal((await ports.grants.read(seeded.organizationId, seeded.connectionId))?.grant?.grantId, current.grantId);
});

t.test('connecting while a revocation is delayed: its end does not touch the new grant', async (t) => {
  const seeded = await seedConnection(db.app);
  await connect(ports, seeded);
  await disconnect(seeded);
  const [claim] = await revocations();
  await connect(ports, seeded);
  await grants.endRevoked(claim as RevocationClaim, 'revoked', ended);
  t.match(await rowsOf(seeded), [{ status: 'active', outcome: null, state: 'ended' }, { state: 'live' }]);
  const { rows } = await db.admin.query(
    "SELECT FROM connection_event WHERE connection_id = $1 AND kind = 'disconnected'",
    [seeded.connectionId],
  );
  t.equal(rows.length, 0);
});

t.test('a revocation is tried again later; one that crashed is taken over, however often', async (t) => {
  const seeded = await seedConnection(db.app);
  const { grantId } = await connect(ports, seeded);
  await disconnect(seeded);
  const [claim] = await revocations();
  await grants.retryRevocation(claim as RevocationClaim, 60_000);
  t.same(await revocations(), []);
  await grants.retryRevocation(claim as RevocationClaim, 0); // no attempt of ours is open any more
  t.same(await revocations(), []);
  for (let attempts = 2; attempts < 10; attempts++) {
    await db.admin.query(
      "UPDATE grant_clock SET due_at = now() - interval '60 s', takeover_at = CASE WHEN attempt_id IS NOT NULL THEN now() - interval '60 s' END WHERE grant_id = $1",
      [grantId],
    );
    t.match(await revocations(), [{ attempts }]);
  }
});
