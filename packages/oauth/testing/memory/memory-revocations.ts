import type { Claim } from '../../src/connection/grant.js';
import type { GrantsPort } from '../../src/ports.js';
import type { ProtocolTimes } from '../../src/protocol-times.js';
import { connectionOf, type GrantRow, type MemoryDatabase } from './memory-rows.js';

type ClaimGrant = (database: MemoryDatabase, row: GrantRow, holder: string, times: ProtocolTimes) => Claim;

/** The part of the grants port that ends grants, over rows in memory. */
export function memoryRevocations(
  database: MemoryDatabase,
  claimGrant: ClaimGrant,
  isHeld: (row: GrantRow) => boolean,
): Pick<GrantsPort, 'claimDueRevocations' | 'endRevoked' | 'retryRevocation'> {
  const now = () => database.clock.now();

  /** Another live grant of the same client that may be the same person's. */
  function sibling(row: GrantRow): 'none' | 'exists' {
    for (const other of database.grants.values())
      if (
        other.state === 'live' &&
        other.id !== row.id &&
        other.organizationId === row.organizationId &&
        other.terms.clientRowId === row.terms.clientRowId &&
        (other.subject === undefined || row.subject === undefined || other.subject === row.subject)
      )
        return 'exists';
    return 'none';
  }

  /** The row while the claim still holds: neither taken over nor given newer tokens. */
  function heldRow(claim: Claim): GrantRow | undefined {
    const row = database.grants.get(claim.grantId);
    return row?.state === 'revoking' && row.generation === claim.generation && row.attempt?.id === claim.attemptId
      ? row
      : undefined;
  }

  return {
    claimDueRevocations: ({ holder, limit, times }) =>
      database.write('claim_due_revocations', () => {
        const due = [...database.grants.values()].filter(
          (row) =>
            row.state === 'revoking' &&
            !isHeld(row) &&
            row.dueAt !== undefined &&
            row.dueAt <= now() &&
            (!row.attempt || row.attempt.takeoverAt <= now()),
        );
        return due.slice(0, limit).map((row) => ({
          ...claimGrant(database, row, holder, times),
          revokingSeconds: (now() - (row.revokingSince ?? now())) / 1000,
          liveSibling: sibling(row),
        }));
      }),
    endRevoked: (claim, outcome, event) =>
      database.write('end_revoked', () => {
        const row = heldRow(claim);
        if (!row) return;
        Object.assign(row, { state: 'ended', tokenSet: undefined, revocation: outcome });
        Object.assign(row, { attempt: undefined, dueAt: undefined, alternates: [] });
        const connection = connectionOf(database, row.organizationId, row.connectionId);
        if (!connection) return;
        if (connection.revokingGrantId === row.id) {
          connection.revokingGrantId = undefined;
          if (connection.status === 'disconnecting') connection.status = 'pending';
        }
        connection.events.push(event);
      }),
    retryRevocation: (claim, dueInMs) =>
      database.write('retry_revocation', () => {
        const row = heldRow(claim);
        if (!row) return;
        row.attempt = undefined;
        row.dueAt = now() + dueInMs;
      }),
  };
}
