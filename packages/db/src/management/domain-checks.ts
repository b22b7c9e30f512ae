import type { OrganizationId } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenant } from '../tenant-scope.js';
import { recordAuditEvent } from './audit-events.js';

/** A domain whose TXT record is to be looked up. */
export interface DomainToCheck {
  readonly organizationId: OrganizationId;
  readonly id: string;
  readonly host: string;
  /** What the record must hold. */
  readonly challenge: string;
}

export type DomainState = 'pending' | 'verified' | 'lapsed';

/**
 * As latchkey_worker: up to `count` domains that are due to be looked up; whoever took them has five minutes. Those that
 * are served come first: claims whose name servers never answer keep no verified domain from being seen.
 */
export async function claimDueDomains(db: Database, count: number): Promise<readonly DomainToCheck[]> {
  const { rows } = await db.pool.query(
    `UPDATE custom_domain SET check_at = statement_timestamp() + interval '5 minutes' WHERE (organization_id, id) IN (
       SELECT organization_id, id FROM custom_domain WHERE check_at <= statement_timestamp()
        ORDER BY state <> 'verified', check_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING organization_id, id, host, challenge`,
    [count],
  );
  return rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    host: row.host,
    challenge: row.challenge,
  }));
}

/**
 * Keeps what a look-up found and what follows from it, with an audit event when the state changes. `undefined`: the domain
 * is gone.
 */
export async function settleDomain(
  db: Database,
  { organizationId, id, host }: DomainToCheck,
  outcome: 'found' | 'absent' | 'unavailable',
): Promise<{ readonly before: DomainState; readonly after: DomainState } | undefined> {
  return inTenant(db, organizationId, async (tx) => {
    const [row] = await tx.$queryRaw<{ before: DomainState | null; after: DomainState | null }[]>`
      SELECT state_before AS before, state_after AS after
        FROM settle_custom_domain(${organizationId}::uuid, ${id}::uuid, ${outcome})`;
    if (!row?.before || !row.after) return undefined;
    const { before, after } = row;
    if (before !== after)
      await recordAuditEvent(
        tx,
        organizationId,
        { kind: 'system', name: 'domain check' },
        { action: `domain.${after}`, targetKind: 'domain', targetId: id, details: { host } },
      );
    return { before, after };
  });
}

/** As latchkey_worker: forgets domains that lapsed and quarantines that ended, 90 days later. */
export async function reapDomains(db: Database): Promise<void> {
  // Its quarantine, which the row itself was, ends with it. What a config still names stays.
  await db.pool.query(
    `DELETE FROM custom_domain d WHERE d.state = 'lapsed' AND d.lapsed_at < statement_timestamp() - interval '90 days'
        AND NOT EXISTS (SELECT FROM connection_config_environment e
          WHERE e.organization_id = d.organization_id AND e.domain_id = d.id)`,
  );
  await db.pool.query('DELETE FROM domain_quarantine WHERE ends_at < statement_timestamp()');
}
