import { setTimeout as wait } from 'node:timers/promises';
import { protocolTimes } from '@latchkey/oauth';
import { until } from '../../e2e/until.js';
import { mostAttempts } from '../backoff-bound.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld } from '../world.js';

const hourMs = 3_600_000;
const sizes = { full: { connections: 400, hours: 1 }, short: { connections: 40, hours: 0.1 } };

/** The provider answers 503 to half of the time and is not reachable in the other, then works again. */
export const fault: Fault = {
  name: 'provider-down',
  fault: 'the provider is down for an hour',
  mustHold: 'requests bounded by backoff; all recover',
  timesDivisor: 30,
  mostly: 'waits',
  async run(given) {
    const { connections: count, hours } = sizes[given.size];
    const world = await openWorld(given);
    const { server, rows } = world;
    const connections = await connectMany(world, count, { expiresInSeconds: 3600, dueInSeconds: 0 });
    const away = server.script({
      endpoint: 'token',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'answer', status: 503, body: { error: 'temporarily_unavailable' } },
    });
    const outageMs = (hours * hourMs) / given.timesDivisor;
    // Few slots: what comes back in an hour comes in two minutes here, and must not outlast a divided time-out.
    const processes = await world.start(['worker'], { slots: 20 });
    await until('the first failures', () => away.hits > 0, 60);
    await wait(outageMs / 2);
    await server.goDown();
    await wait(outageMs / 2);
    const during = refreshesByFamily(server);
    const inTrouble = await rows.query<{ status: string; reason: string | null }>(
      "SELECT status, reason FROM connection WHERE status <> 'active'",
    );
    const attempts = await rows.query<{ attempts: number }>('SELECT attempts FROM grant_clock');
    away.remove();
    await server.comeBack();
    const cameBack = Date.now();
    const isRecovered = async () => {
      const [left] = await rows.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM grant_clock WHERE generation = 1 OR attempt_id IS NOT NULL',
      );
      return left?.count === 0;
    };
    // Nobody waits longer than the longest backoff; or twice, where a busy machine is slower than the divided time-out.
    const withinSeconds = 30 + (2 * protocolTimes.backoffMax) / given.timesDivisor / 1000;
    await until('all to recover', isRecovered, withinSeconds).catch(() => undefined);
    const recoveredMs = Date.now() - cameBack;
    for (const worker of processes.all) worker.signal('SIGTERM');
    await Promise.all(processes.all.map(({ ended }) => ended));

    const standing = await standingOf(world, connections);
    const most = mostAttempts(hours * hourMs);
    const events = await rows.query<{ kind: string }>(
      "SELECT kind FROM connection_event WHERE kind IN ('refresh_failed', 'reauthorization_required', 'recovered')",
    );
    const highest = Math.max(...attempts.map((row) => row.attempts));
    return {
      done: `${count} connections due, the provider away for ${outageMs / 1000} s (503, then unreachable); at most ${highest} attempts each; all recovered ${(recoveredMs / 1000).toFixed(1)} s after it came back`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'all recover', wrong: [...standing.lost, ...standing.explained] },
        { what: 'and in time', wrong: recoveredMs > withinSeconds * 1000 ? [recoveredMs] : [] },
        {
          what: `no grant is tried more often than its backoff allows: ${most} times`,
          wrong: attempts.filter((row) => row.attempts > most),
        },
        {
          what: 'by the provider’s count as well',
          wrong: connections.filter(({ family }) => (during.get(family)?.length ?? 0) > most),
        },
        { what: 'no connection is told to be in trouble: every token is good', wrong: inTrouble },
        { what: 'so there is no event of it either', wrong: events },
        {
          what: 'each is rotated once',
          wrong: connections.filter(({ family }) => server.ledger.spends(family).length !== 1),
        },
      ],
    };
  },
};
