import type { Claim, GrantTerms } from '../../src/connection/grant.js';
import type { GrantsPort } from '../../src/ports.js';
import type { ProtocolTimes } from '../../src/protocol-times.js';
import type { Sibling, SiblingsPort } from '../../src/revoke/siblings-port.js';
import { connectionOf, type GrantRow, type MemoryDatabase } from './memory-rows.js';

type ClaimGrant = (database: MemoryDatabase, row: GrantRow, holder: string, times: ProtocolTimes) => Claim;

/** The part of the grants port that ends grants, over rows in memory. */
export function memoryRevocations(
  database: MemoryDatabase,
  claimGrant: ClaimGrant,
  isHeld: (row: GrantRow) => boolean,
): Pick<GrantsPort, keyof SiblingsPort | 'claimDueRevocations' | 'endRevoked' | 'retryRevocation'> {
  const now = () => database.clock.now();

  const isOf = (row: GrantRow, other: { readonly organizationId: string; readonly terms: GrantTerms }) =>
    other.organizationId === row.organizationId && other.terms.clientRowId === row.terms.clientRowId;

  /** Another grant of the same client that may be the same person's. */
  function sibling(row: GrantRow): Sibling {
    for (const other of database.grants.values())
      if (
        other.state === 'live' &&
        isOf(row, other) &&
        (other.subject === undefined || row.subject === undefined || other.subject === row.subject)
      )
        return 'live';
    const isExchanged = [...database.sessions.values()].some(
      ({ session, consumed, outcome, heldUntil }) =>
        isOf(row, session) && consumed === 'yes' && !outcome && heldUntil === undefined,
    );
    const isPolled = [...database.devices.values()].some(
      ({ authorization, attempt, ended }) => isOf(row, authorization) && attempt !== undefined && ended === undefined,
    );
    return isExchanged || isPolled ? 'coming' : 'none';
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
        }));
      }),
    siblingOf: ({ grantId }) =>
      database.query('sibling_of', () => {
        const row = database.grants.get(grantId);
        return row?.state === 'revoking' ? sibling(row) : 'none';
      }),
    announceRevocation: ({ grantId }) =>
      database.write('announce_revocation', () => {
        const row = database.grants.get(grantId);
        if (row?.state === 'revoking') row.revocationAskedAt = now();
      }),
    findAnnounced: (client, withinMs) =>
      database.query('find_announced', () => {
        const isAnnounced = [...database.grants.values()].some(
          (row) =>
            row.state === 'revoking' &&
            isOf(row, client) &&
            row.attempt !== undefined &&
            row.revocationAskedAt !== undefined &&
            row.revocationAskedAt > now() - withinMs,
        );
        return isAnnounced ? 'announced' : 'none';
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
