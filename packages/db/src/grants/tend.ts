import type { ProtocolTimes } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { setAsideOfClients, type TendedClient, tendRecovering } from './tend-clients.js';
import { declareDown, putOffEmpty, rearmServer, setAsideOfServers } from './tend-servers.js';
import type { TokenServers } from './token-servers.js';

interface Row {
  readonly what: 'client' | 'server' | 'failure' | 'budget';
  readonly organization_id: string;
  /** A client's id, a server's key, the host of a failure. */
  readonly name: string;
  readonly state: string | null;
  readonly is_paused: boolean;
  readonly is_probe_due: boolean | null;
}

/** Seconds that a budget must be empty for its due grants to be put off; shorter ones are walked over. */
const worthPuttingOff = 5;

// Four small tables, or small parts of tables: one round trip before each claim. Of clients that may not be asked one row
// each says all, and that of the misconfigured is the one whose probe is due first. Clients that recover are ended one by
// one, so they must not be lost among any number of others.
const sql = `
(SELECT 'client' AS what, organization_id, id::text AS name, state, false AS is_paused, false AS is_probe_due
 FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND state = 'recovering' AND paused_at IS NULL LIMIT 1000)
UNION ALL (SELECT 'client', organization_id, id::text, state, false, probe_at <= statement_timestamp()
 FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND state = 'misconfigured' AND paused_at IS NULL
 ORDER BY probe_at LIMIT 1)
UNION ALL (SELECT 'client', organization_id, id::text, state, true, false
 FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND paused_at IS NOT NULL LIMIT 1)
UNION ALL (SELECT 'server', NULL, key::text, state, paused_at IS NOT NULL, probe_at <= statement_timestamp()
 FROM token_server LIMIT 1000)
UNION ALL (SELECT 'failure', organization_id, host, NULL, false, NULL FROM token_server_failure LIMIT 1000)
UNION ALL (SELECT 'budget', organization_id, '', NULL, false, NULL FROM request_budget
 WHERE next_at > statement_timestamp() + interval '${worthPuttingOff} s' LIMIT 1)`;

/** What a claim has to do besides claiming what is due. */
export interface Tended {
  readonly clientProbes: 'due' | 'none';
  readonly serverProbes: 'due' | 'none';
}

/**
 * As latchkey_worker, before a claim: what is due and may not be asked is set aside, so that claims do not walk over it
 * again and again, and what waited for a client or a server that is well by now is made due. Nearly always there is none.
 */
export async function tend(db: Database, servers: TokenServers, times: ProtocolTimes): Promise<Tended> {
  const before = [...servers.failing];
  const { rows } = await db.pool.query<Row>({ name: 'what_is_held', text: sql });
  const those = (what: Row['what']) => rows.filter((row) => row.what === what);
  // Some may have answered meanwhile.
  const earlier = before.filter((host) => servers.failing.has(host));
  servers.failing.clear();
  if (rows.length === 0) return { clientProbes: 'none', serverProbes: 'none' };

  const clients = those('client').map(({ organization_id, name, ...row }) => ({ organization_id, id: name, ...row }));
  if (clients.some(({ state, is_paused }) => is_paused || state === 'misconfigured')) await setAsideOfClients(db);
  const recovering = clients.filter((row) => row.state === 'recovering' && !row.is_paused) as TendedClient[];
  for (const client of recovering) await tendRecovering(db, client, times);

  for (const { name } of those('failure')) servers.failing.add(name);
  const still = earlier.filter((host) => servers.failing.has(host));
  if (servers.failing.size > 0) await declareDown(db, servers, still, times);
  const known = those('server');
  if (known.some(({ state, is_paused }) => is_paused || state === 'down')) await setAsideOfServers(db);
  for (const { name, state, is_paused } of known)
    if (state === 'recovering' && !is_paused) await rearmServer(db, name, times);
  if (those('budget').length > 0) await putOffEmpty(db, worthPuttingOff, times);
  return {
    clientProbes: clients.some((row) => row.is_probe_due && !row.is_paused) ? 'due' : 'none',
    serverProbes: known.some((row) => row.is_probe_due && !row.is_paused) ? 'due' : 'none',
  };
}
