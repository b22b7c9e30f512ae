import { createGrants, openDatabase } from '@latchkey/db';
import { type Claim, protocolTimes } from '@latchkey/oauth';

// Claims as the worker does, 64 at a time, until nothing is due; told again, stores, so that the rows go on as after a
// refresh.

const { DATABASE_URL = '' } = process.env;
const limit = 64;
const db = openDatabase({ url: DATABASE_URL, poolMax: 1, applicationName: 'bench-claimer' });
const grants = createGrants(db, {
  epochMs: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

/** The answer over the channel: how many rows were claimed (or stored), in how many milliseconds, of wall and of CPU. */
export interface Claimed {
  readonly rows: number;
  readonly ms: number;
  readonly cpuMs: number;
}

let claimed: Claim[] = [];

process.on('message', async () => {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const rows = claimed.length > 0 ? await storeAll() : await claimAll();
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send?.({ rows, ms: performance.now() - began, cpuMs: (user + system) / 1000 } satisfies Claimed);
});

async function claimAll(): Promise<number> {
  for (;;) {
    const claims = await grants.claimDue({ holder: 'bench', limit, times: protocolTimes, takeover: 'allowed' });
    if (claims.length === 0) return claimed.length;
    claimed.push(...claims);
  }
}

async function storeAll(): Promise<number> {
  const claims = claimed;
  claimed = [];
  for (let at = 0; at < claims.length; at += limit) await Promise.all(claims.slice(at, at + limit).map(store));
  return claims.length;
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
process.stdout.write(`${JSON.stringify({ msg: 'ready' })}\n`);
process.once('SIGTERM', () => void db.close().then(() => process.exit()));
