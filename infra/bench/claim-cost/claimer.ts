import { createGrants, openDatabase } from '@latchkey/db';
import { type Claim, protocolTimes } from '@latchkey/oauth';

// Claims as the worker does, 64 at a time, until nothing is due; then stores, so that the rows go on as after a refresh.

const { DATABASE_URL = '' } = process.env;
const limit = 64;
const db = openDatabase({ url: DATABASE_URL, poolMax: 4, applicationName: 'bench-claimer' });
const grants = createGrants(db, {
  epochMs: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

/** The answer over the channel: how many rows were claimed, and in how many milliseconds. */
export interface Claimed {
  readonly rows: number;
  readonly ms: number;
}

process.on('message', async () => {
  const claimed: Claim[] = [];
  let ms = 0;
  for (;;) {
    const began = performance.now();
    const claims = await grants.claimDue({ holder: 'bench', limit, times: protocolTimes, takeover: 'allowed' });
    if (claims.length === 0) break;
    ms += performance.now() - began;
    claimed.push(...claims);
  }
  for (let at = 0; at < claimed.length; at += limit) await Promise.all(claimed.slice(at, at + limit).map(store));
  process.send?.({ rows: claimed.length, ms } satisfies Claimed);
});

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

process.stdout.write(`${JSON.stringify({ msg: 'ready' })}\n`);
process.once('SIGTERM', () => void db.close().then(() => process.exit()));
