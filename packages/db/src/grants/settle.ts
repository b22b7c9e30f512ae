import type { Claim, Settlement } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { beforeClient, lockClient, settleClient } from './client-state.js';
import { secondsOf } from './clock-values.js';
import { showAccepted, tellExpiring, turnToError } from './connection-state.js';
import { emptyBudget } from './request-budgets.js';
import { noteServerFailure } from './token-servers.js';

// Nothing was sent: the attempt did not happen. A grant that was let go of meanwhile is due for its revocation at once. A
// suspect of a restore that is never due by itself is none any more: it has ended, or waits for its client.
const sql = `
UPDATE grant_clock SET
  attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL,
  duty = CASE WHEN duty = 'recover' AND $5::float8 IS NULL THEN 'refresh' ELSE duty END,
  due_at = CASE WHEN duty = 'revoke' THEN statement_timestamp() ELSE statement_timestamp() + make_interval(secs => $5) END,
  due_reason = CASE WHEN duty = 'revoke' THEN 'revoke' WHEN $6 = 'client_misconfigured' THEN 'client'
                    WHEN $5::float8 IS NULL THEN NULL ELSE 'retry' END,
  attempts = CASE WHEN $6 = 'not_sent' THEN greatest(attempts - 1, 0) ELSE attempts END,
  failing_since = CASE WHEN $6 = 'not_sent' THEN failing_since ELSE coalesce(failing_since, statement_timestamp()) END,
  is_ambiguous = is_ambiguous OR $6 = 'ambiguous',
  is_refusal_unconfirmed = is_refusal_unconfirmed OR $6 = 'refusal_unconfirmed',
  expiring_since = CASE WHEN $7 THEN coalesce(expiring_since, statement_timestamp()) ELSE expiring_since END
WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND attempt_id = $4
RETURNING CASE WHEN $7 AND expiring_since = statement_timestamp()::timestamptz(3) THEN expires_at END AS told_end`;

export async function settleAttempt(
  db: Database,
  claim: Claim,
  given: Settlement,
): Promise<'settled' | 'fence_missed'> {
  const settle = async (client: ClientBase) => {
    const found = given.client && (await lockClient(client, claim));
    const settlement = found === 'accepted' ? withoutClient(given) : given;
    const { rows } = await client.query<{ told_end: Date | null }>(sql, [
      claim.organizationId,
      claim.grantId,
      claim.generation,
      claim.attemptId,
      secondsOf(settlement.dueInMs),
      settlement.outcome,
      settlement.expiring === 'tell',
    ]);
    const [settled] = rows;
    if (!settled) return 'fence_missed';
    if (settled.told_end) await tellExpiring(client, claim, settled.told_end);
    if (settlement.client && found) await settleClient(client, claim, settlement.outcome, settlement.client, found);
    else if (found) await showAccepted(client, claim);
    if (settlement.unreachable) await noteServerFailure(client, claim, settlement.unreachable);
    if (settlement.emptyForMs !== undefined) await emptyBudget(client, claim, settlement.emptyForMs);
    if (settlement.error) await turnToError(client, claim, settlement.error);
    return 'settled';
  };
  return inTenantSql(db, claim.organizationId, settle, 'default', given.client && beforeClient);
}

/**
 * What is left of a settlement whose client was accepted meanwhile: what waited for the client may have been re-armed already,
 * so the grant waits for its own time only, as long as for a probe; and nobody is told of a refusal that is over.
 */
function withoutClient({ client, ...settlement }: Settlement): Settlement {
  if (settlement.outcome !== 'client_misconfigured' || !client) return settlement;
  return { ...settlement, outcome: 'later', dueInMs: client.probeInMs };
}
