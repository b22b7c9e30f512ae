import { setTimeout as wait } from 'node:timers/promises';
import { ownPostgres } from '../../e2e/own-postgres.js';
import { until } from '../../e2e/until.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld, shortLifeOf } from '../world.js';

const outageMs = 30_000;
const sizes = { full: { connections: 1000, held: 48 }, short: { connections: 40, held: 20 } };
/** The name of the statement that stores answers: each call tells it. */
const store = 'store_token_sets';

/**
 * Tokens that live a few seconds are renewed by two workers. Postgres is stopped while answers are on their way, then
 * killed at the moment when it has committed an answer and the worker does not know.
 */
export const fault: Fault = {
  name: 'postgres-stopped',
  fault:
    'Postgres is stopped (-m immediate) in the storm for 30 s and started again; and killed between commit and reply',
  mustHold: 'zero grants lost',
  timesDivisor: 5,
  async run(given) {
    const { connections: count, held } = sizes[given.size];
    const postgres = await ownPostgres(given.scope);
    const world = await openWorld(given, {
      database: postgres.urls,
      server: { accessTokenSeconds: shortLifeOf(given) },
    });
    const { server, rows } = world;
    const connections = await connectMany(world, count, { expiresInSeconds: -1, dueInSeconds: 0 });
    const processes = await world.start(['worker', 'worker'], { slots: 32 });
    const rotatedOnceMore = async (what: string) => {
      const { entries } = server.ledger;
      let seen = entries.length;
      const waiting = new Set(connections.map(({ family }) => family));
      const isOver = () => {
        for (; seen < entries.length; seen++) {
          const { family, outcome } = entries[seen] ?? {};
          if (outcome === 'pending') break;
          if (outcome === 'issued' && family) waiting.delete(family);
        }
        return waiting.size === 0;
      };
      await until(what, isOver, 180);
    };
    await rotatedOnceMore('the storm');

    const gate = server.gate();
    server.script({ endpoint: 'token', times: held, fault: { kind: 'gate', gate, at: 'after' } });
    await rows.query('UPDATE grant_clock SET due_at = statement_timestamp() WHERE attempt_id IS NULL');
    await gate.arrivals(held);
    await postgres.stopImmediately();
    gate.release();
    await wait(outageMs / given.timesDivisor);
    await postgres.startAgain();
    await rotatedOnceMore('every connection to be refreshed after the outage');

    const reply = postgres.proxy.loseReplyOfCommit(store);
    await reply;
    await postgres.stopImmediately();
    await wait(outageMs / given.timesDivisor);
    await postgres.startAgain();
    await rotatedOnceMore('every connection to be refreshed after the second outage');

    for (const worker of processes.all) worker.signal('SIGTERM');
    const ends = await Promise.all(processes.all.map(({ ended }) => ended));
    const standing = await standingOf(world, connections);
    const requests = refreshesByFamily(server);
    const [open] = await rows.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM grant_clock WHERE attempt_id IS NOT NULL',
    );
    return {
      done: `Postgres away for ${outageMs / given.timesDivisor / 1000} s twice under ${count} rotating connections: with ${held} answers on their way, and killed between a commit and its reply`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'zero grants lost', wrong: [...standing.lost, ...standing.explained] },
        {
          what: 'no refresh token was presented twice',
          wrong: connections.filter(({ family }) => {
            const issued = requests.get(family)?.filter(({ outcome }) => outcome === 'issued') ?? [];
            return new Set(issued.map(({ refreshTokenId }) => refreshTokenId)).size !== issued.length;
          }),
        },
        {
          what: 'never two requests for one grant at once',
          wrong: server.ledger.maxConcurrentTokenRequestsPerFamily > 1 ? [ledgerOf(server)] : [],
        },
        { what: 'no attempt stays open', wrong: open?.count === 0 ? [] : [open] },
        {
          what: 'the workers lived through it, and end by themselves',
          wrong: ends.filter(({ code, signal }) => code !== 0 || signal !== null),
        },
      ],
    };
  },
};
