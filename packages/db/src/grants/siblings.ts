import type { Sibling, SiblingsPort } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { exchangeTime } from '../given-up.js';
import { inTenantSql } from '../tenant-scope.js';

// Two conditions that an index serves each, where one with OR would read all grants of the client. A session without an outcome
// is neither over nor given up; one with a held response waits for a person. What is older was interrupted.
const siblingSql = `
SELECT CASE WHEN g.account_subject IS NULL THEN EXISTS (SELECT FROM "grant" o
         WHERE o.organization_id = g.organization_id AND o.client_row_id = g.client_row_id AND o.state = 'live')
       ELSE EXISTS (SELECT FROM "grant" o WHERE o.organization_id = g.organization_id
           AND o.client_row_id = g.client_row_id AND o.state = 'live' AND o.account_subject = g.account_subject)
         OR EXISTS (SELECT FROM "grant" o WHERE o.organization_id = g.organization_id
           AND o.client_row_id = g.client_row_id AND o.state = 'live' AND o.account_subject IS NULL)
       END AS is_live,
       EXISTS (SELECT FROM authorization_session s
         WHERE s.organization_id = g.organization_id AND s.client_row_id = g.client_row_id
           AND s.consumed_at IS NOT NULL AND s.outcome IS NULL AND s.parked_until IS NULL
           AND s.consumed_at > statement_timestamp() - ${exchangeTime})
       OR EXISTS (SELECT FROM device_authorization d
         WHERE d.organization_id = g.organization_id AND d.client_row_id = g.client_row_id
           AND d.ended_how IS NULL AND d.attempt_id IS NOT NULL
           AND d.takeover_at > statement_timestamp() - ${exchangeTime}) AS is_coming
  FROM "grant" g WHERE g.organization_id = $1 AND g.id = $2 AND g.state = 'revoking'`;

const announcedSql = `
SELECT EXISTS (SELECT FROM "grant" g
    JOIN grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
   WHERE g.organization_id = $1 AND g.client_row_id = $2 AND g.state = 'revoking' AND k.attempt_id IS NOT NULL
     AND g.revocation_asked_at > statement_timestamp() - make_interval(secs => $3)) AS is_announced`;

/**
 * What revocations and new grants of one client keep for each other, on Postgres: each call is a transaction of its own. Only
 * latchkey_worker announces, as it alone revokes.
 */
export function createSiblings(db: Database): SiblingsPort {
  return {
    async siblingOf({ organizationId, grantId }): Promise<Sibling> {
      const { rows } = await inTenantSql(db, organizationId, (client) =>
        client.query<{ is_live: boolean; is_coming: boolean }>({
          name: 'sibling_of',
          text: siblingSql,
          values: [organizationId, grantId],
        }),
      );
      if (rows[0]?.is_live) return 'live';
      return rows[0]?.is_coming ? 'coming' : 'none';
    },

    async announceRevocation({ organizationId, grantId }) {
      await inTenantSql(db, organizationId, (client) =>
        client.query(
          `UPDATE "grant" SET revocation_asked_at = statement_timestamp()
           WHERE organization_id = $1 AND id = $2 AND state = 'revoking'`,
          [organizationId, grantId],
        ),
      );
    },

    async findAnnounced({ organizationId, terms }, withinMs) {
      const { rows } = await inTenantSql(db, organizationId, (client) =>
        client.query<{ is_announced: boolean }>({
          name: 'announced_revocation',
          text: announcedSql,
          values: [organizationId, terms.clientRowId, withinMs / 1000],
        }),
      );
      return rows[0]?.is_announced ? 'announced' : 'none';
    },
  };
}
