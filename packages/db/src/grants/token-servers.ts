import { type Claim, type NoticePort, type Settlement, tokenServerHost } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { secondsOf } from './clock-values.js';

/** What one process knows of servers that failed, and whom it tells of those that go down and come back. */
export interface TokenServers {
  /** Hosts that failures are counted against, as of the latest claim: an answer from there is worth a statement. */
  readonly failing: Set<string>;
  readonly notices: NoticePort | undefined;
}

/** How often one organization's failures at one server are written down. */
const noteEverySeconds = 5;

/** Counts what a settlement says against its server, in the settlement's transaction; a probe is followed by another. */
export async function noteServerFailure(
  client: ClientBase,
  claim: Claim,
  { nextProbeInMs }: NonNullable<Settlement['unreachable']>,
): Promise<void> {
  const host = tokenServerHost(claim);
  if (host === undefined) return;
  await client.query(
    `INSERT INTO token_server_failure (organization_id, token_server, host)
     SELECT $1, token_server_key($2), $2 WHERE NOT EXISTS (SELECT FROM token_server_failure
        WHERE organization_id = $1 AND token_server = token_server_key($2)
          AND failed_at > statement_timestamp() - make_interval(secs => $3))
     ON CONFLICT (organization_id, token_server) DO UPDATE SET failed_at = statement_timestamp()`,
    [claim.organizationId, host, noteEverySeconds],
  );
  if (nextProbeInMs !== undefined)
    await client.query('SELECT token_server_probed(token_server_key($1), $2)', [host, secondsOf(nextProbeInMs)]);
}

/** Somebody was answered: the server is well. Nearly always nothing is known against it, and nothing is written. */
export async function noteServerAnswer(
  db: Database,
  { failing, notices }: TokenServers,
  claim: Pick<Claim, 'terms' | 'context' | 'serverProbe'>,
): Promise<void> {
  if (failing.size === 0 && !claim.serverProbe) return;
  const host = tokenServerHost(claim);
  if (host === undefined || !(failing.has(host) || claim.serverProbe)) return;
  failing.delete(host);
  const { rows } = await db.pool.query<{ recovered: string | null }>(
    'SELECT token_server_answered(token_server_key($1)) AS recovered',
    [host],
  );
  if (typeof rows[0]?.recovered === 'string') notices?.notice({ kind: 'server_recovered', host });
}
