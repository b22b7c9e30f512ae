import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LedgerEntry, ScriptableAuthorizationServer } from '@latchkey/oauth/testing';
import { type GrantRow, storedTokens } from '../e2e/grant-rows.js';
import type { MadeConnection } from './connect-many.js';
import type { Verdict } from './fault.js';
import type { World } from './world.js';

/** How connections stand by the rows and the provider's ledger. */
export interface Standing {
  readonly live: readonly MadeConnection[];
  readonly explained: readonly (MadeConnection & { readonly reason: string })[];
  readonly lost: readonly (MadeConnection & { readonly found: string })[];
}

/** Judges each connection. Refreshes that are under way make live ones look lost: end the workers before. */
export async function standingOf(
  { arranged, rows, server }: Pick<World, 'arranged' | 'rows' | 'server'>,
  connections: readonly MadeConnection[],
): Promise<Standing> {
  const found = await rows.grants();
  const standing = {
    live: [] as MadeConnection[],
    explained: [] as Standing['explained'][number][],
    lost: [] as Standing['lost'][number][],
  };
  for (const [index, connection] of connections.entries()) {
    // The providers of other rows live in this process, and must not be slower than a divided time-out for it.
    if (index % 200 === 0) await nextTurn();
    const row = found.get(connection.connectionId);
    if (row && row.status === 'error' && row.reason !== null)
      standing.explained.push({ ...connection, reason: row.reason });
    else if (row?.status === 'active' && row.tokenSet && (await isLive({ arranged, server }, row)))
      standing.live.push(connection);
    else
      standing.lost.push({
        ...connection,
        found: row ? `${row.status}, ${row.reason}, generation ${row.generation}` : 'no row',
      });
  }
  return standing;
}

async function isLive({ arranged, server }: Pick<World, 'arranged' | 'server'>, row: GrantRow): Promise<boolean> {
  const { refreshToken } = await storedTokens(arranged, row);
  return server.ledger.isLive(refreshToken ?? '');
}

/** The three counts of a verdict. */
export function counts(...standings: readonly Standing[]): Pick<Verdict, 'live' | 'lost' | 'explained'> {
  const sum = (name: keyof Standing) => standings.reduce((total, standing) => total + standing[name].length, 0);
  return { live: sum('live'), lost: sum('lost'), explained: sum('explained') };
}

/** What the provider's ledger says of all refreshes, in one sentence. */
export function ledgerOf(...servers: readonly Pick<ScriptableAuthorizationServer, 'ledger'>[]): string {
  const requests = servers.flatMap(({ ledger }) => ledger.tokenRequests('refresh_token'));
  const issued = requests.filter(({ outcome }) => outcome === 'issued');
  const undelivered = issued.filter(({ delivery }) => delivery !== 'answered');
  const reused = servers.reduce((total, { ledger }) => total + ledger.reuseDetected, 0);
  const atOnce = Math.max(...servers.map(({ ledger }) => ledger.maxConcurrentTokenRequestsPerFamily));
  return `${requests.length} token requests, ${issued.length} rotations, ${undelivered.length} answers undelivered, ${reused} spent tokens seen again, at most ${atOnce} at once for one grant`;
}

/** The refresh requests of each family, in order. */
export function refreshesByFamily({
  ledger,
}: Pick<ScriptableAuthorizationServer, 'ledger'>): ReadonlyMap<string, readonly LedgerEntry[]> {
  const byFamily = new Map<string, LedgerEntry[]>();
  for (const entry of ledger.tokenRequests('refresh_token')) {
    if (entry.family === undefined) continue;
    const list = byFamily.get(entry.family);
    if (list) list.push(entry);
    else byFamily.set(entry.family, [entry]);
  }
  return byFamily;
}
