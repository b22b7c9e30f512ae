import { until } from '../../e2e/until.js';
import { connectMany, type MadeConnection } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld } from '../world.js';

const tickMs = 3000;
const sizes = { full: { connections: 300, wipes: 5 }, short: { connections: 20, wipes: 2 } };

/** Everything that the queue knows is deleted while connections become due; again and again. */
export const fault: Fault = {
  name: 'queue-wiped',
  fault: 'the queue is wiped (FLUSHALL, or the queue’s schema truncated)',
  mustHold: 'nothing forgotten: all due connections refreshed within two sweeps',
  timesDivisor: 1,
  async run(given) {
    const { connections: count, wipes } = sizes[given.size];
    const world = await openWorld(given);
    const { server, rows, queue } = world;
    const processes = await world.start(['worker'], { tickMs });
    const worker = processes.first('worker');
    const refreshed = (connections: readonly MadeConnection[]) =>
      until(
        'every due connection to be refreshed',
        async () => {
          const [left] = await rows.query<{ count: number }>(
            'SELECT count(*)::int AS count FROM grant_clock WHERE generation = 1 AND grant_id = ANY ($1::uuid[])',
            [connections.map(({ grantId }) => grantId)],
          );
          return left?.count === 0;
        },
        60,
      );
    // The queue has rung when the first are done.
    const all = [...(await connectMany(world, 5, { expiresInSeconds: 3600, dueInSeconds: 0 }))];
    await refreshed(all);
    const late: number[] = [];
    for (let wiped = 0; wiped < wipes; wiped++) {
      const due = await connectMany(world, count, { expiresInSeconds: 3600, dueInSeconds: 3600 });
      await rows.query('UPDATE grant_clock SET due_at = statement_timestamp() WHERE generation = 1');
      await queue.wipe();
      const since = Date.now();
      await refreshed(due);
      const families = new Set(due.map(({ family }) => family));
      const requests = server.ledger.tokenRequests('refresh_token').filter(({ family }) => families.has(family ?? ''));
      late.push(Math.max(...requests.map(({ at }) => at)) - since);
      all.push(...due);
    }
    const standing = await standingOf(world, all);
    const requests = refreshesByFamily(server);
    return {
      done: `wiped ${wipes} times with ${count} connections due; the last of them was asked for ${Math.round(Math.max(...late))} ms after the wipe at the most (a sweep is every ${tickMs} ms)`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'within two sweeps', wrong: late.filter((ms) => ms > 2 * tickMs + worker.slackMs) },
        {
          what: 'each is asked for once',
          wrong: all.filter(({ family }) => requests.get(family)?.length !== 1),
        },
        { what: 'every connection is live', wrong: [...standing.lost, ...standing.explained] },
      ],
    };
  },
};
