import type { AuthorizationSessionId, OrganizationId, ParkedResponsesPort } from '@latchkey/oauth';
import type { Database } from './database.js';
import { createHeldResponses } from './held-responses.js';
import { sealedOf } from './sealed.js';
import { type ConsumedRow, consumedOf, notConsumed } from './session-rows.js';
import { acrossTenantsSql, enterTenant, inTenantSql } from './tenant-scope.js';

/** Parked responses on Postgres, under either login. */
export function createParkedResponses(db: Database): ParkedResponsesPort {
  return {
    ...createHeldResponses(db),

    async find({ stateHash, connectionConfigId, environment, serverSegment = '' }) {
      const { rows } = await db.pool.query<{
        readonly organization_id: OrganizationId;
        readonly id: AuthorizationSessionId;
        readonly origin: string | null;
      }>('SELECT * FROM find_parking_place($1, $2, $3, $4)', [
        ...[Buffer.from(stateHash), connectionConfigId, environment, serverSegment],
      ]);
      const row = rows[0];
      if (!row) return undefined;
      const { organization_id: organizationId, id: authorizationSessionId, origin } = row;
      return { organizationId, authorizationSessionId, ...(origin === null ? {} : { origin }) };
    },

    async park({ organizationId, authorizationSessionId }, { referenceHash, response }) {
      await inTenantSql(db, organizationId, async (client) => {
        await client.query(
          `UPDATE authorization_session SET reference_hash = $3,
             parked_response = CASE WHEN consumed_at IS NULL AND ended_how IS NULL THEN $4 ELSE parked_response END
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, authorizationSessionId, Buffer.from(referenceHash), Buffer.from(response.envelope)],
        );
      });
    },

    async consume({ referenceHash, browserHashes }) {
      return acrossTenantsSql(db, async (client) => {
        const { rows } = await client.query<ConsumedRow>(
          'SELECT kind, (session).* FROM consume_parked_response($1, $2)',
          [Buffer.from(referenceHash), browserHashes.map((hash) => Buffer.from(hash))],
        );
        const row = rows[0];
        if (row?.kind !== 'consumed') return notConsumed(row);
        if (row.parked_response === null) throw new Error('a pending session has a reference and no response');
        await enterTenant(client, row.organization_id);
        const response = sealedOf(row.parked_response);
        return { kind: 'consumed', session: await consumedOf(client, row), response };
      });
    },
  };
}
