import { createGrants, openDatabase } from '@latchkey/db';
import { type Claim, protocolTimes } from '@latchkey/oauth';
import { read } from '../proc.js';

// Claims as the worker does, 64 at a time, until nothing is due. What was claimed is stored before more is, outside of what
// is measured: a worker too has no more open than it has slots.

const { DATABASE_URL = '' } = process.env;
const limit = 64;
const db = openDatabase({ url: DATABASE_URL, poolMax: 1, applicationName: 'bench-claimer' });
const grants = createGrants(db, {
  epochMs: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

/** The answer over the channel: how many rows were claimed in how many milliseconds, of wall and of CPU. */
export interface Claimed {
  readonly rows: number;
  readonly ms: number;
  /** Of this process and of its one backend. */
  readonly cpuMs: number;
}

process.on('message', async () => {
  let claimed: Claimed = { rows: 0, ms: 0, cpuMs: 0 };
  for (;;) {
    const began = performance.now();
    const cpuBefore = cpuMs();
    const claims = await grants.claimDue({ holder: 'bench', limit, times: protocolTimes, takeover: 'allowed' });
    if (claims.length === 0) break;
    claimed = {
      rows: claimed.rows + claims.length,
      ms: claimed.ms + performance.now() - began,
      cpuMs: claimed.cpuMs + cpuMs() - cpuBefore,
    };
    await Promise.all(claims.map(store));
  }
  process.send?.(claimed);
});

let backend = 0;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  // Nanoseconds on a core; `stat` counts in hundredths of seconds, which is as long as a claim.
  const backendNs = Number(read(`/proc/${backend}/schedstat`)?.split(' ')[0]);
  return (user + system) / 1000 + backendNs / 1e6;
}

async function store(claim: Claim): Promise<void> {
  const lifetime = 3600;
  const dueInMs = lifetime * 1000 * (0.7 + 0.15 * Math.random());
  const tokens = {
    tokenSet: claim.tokenSet,
    hasRefreshToken: 'yes',
    expiresInSeconds: lifetime,
    elapsedMs: 0,
    dueInMs,
  } as const;
  await grants.store(claim, tokens, { kind: 'recovered' });
}

/**
 * Its one backend maps every page of the buffer cache that holds the tables and the indexes of a claim, as that of a worker
 * has within minutes: the first touch of each page costs a page fault, which is the system's and not the claim's.
 */
async function mapPages(): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('SET statement_timeout = 0');
    backend = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;
    for (const table of ['grant_clock', 'grant_token', '"grant"', 'connection'])
      await client.query(`SELECT count(*) FROM ${table}`);
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    for (const [table, columns] of [
      ['grant_clock', 'organization_id, grant_id'],
      ['grant_clock', 'due_at'],
      ['grant_token', 'organization_id, grant_id'],
      ['"grant"', 'organization_id, id'],
    ])
      await client.query(`SELECT count(*) FROM (SELECT FROM ${table} ORDER BY ${columns}) AS walked`);
    await client.query('RESET ALL');
  } finally {
    client.release();
  }
}

await mapPages();
// While the other sizes are made it would be closed as idle, and its successor would have to map them again.
setInterval(() => void db.pool.query('SELECT'), 10_000).unref();
process.stdout.write(`${JSON.stringify({ msg: 'ready' })}\n`);
process.once('SIGTERM', () => void db.close().then(() => process.exit()));
