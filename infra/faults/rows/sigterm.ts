import { until } from '../../e2e/until.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld } from '../world.js';

const slots = 24;
const sizes = { full: { connections: 2000, times: 8 }, short: { connections: 60, times: 1 } };

/** With every slot of the worker waiting for an answer that the provider has decided, it is told to end. */
export const fault: Fault = {
  name: 'sigterm',
  fault: 'a worker is told to end (SIGTERM) in a refresh storm',
  mustHold: 'zero grants lost, exit within 60 s',
  timesDivisor: 1,
  async run(given) {
    const { connections: count, times } = sizes[given.size];
    const world = await openWorld(given);
    const { server, rows } = world;
    const connections = await connectMany(world, count, { expiresInSeconds: -1, dueInSeconds: 0 });
    const ends: { readonly code: number | null; readonly signal: string | null; readonly seconds: number }[] = [];
    const unstored: string[] = [];
    const hold = () => {
      const gate = server.gate();
      server.script({ endpoint: 'token', times: slots, fault: { kind: 'gate', gate, at: 'after' } });
      return gate;
    };
    let gate = hold();
    const processes = await world.start(['worker'], { slots, tickMs: 1000 });
    for (let round = 0; round < times; round++) {
      await gate.arrivals(slots);
      const worker = processes.first('worker');
      worker.signal('SIGTERM');
      const told = performance.now();
      await until('the worker to hear it', () => worker.log.some((line) => line.includes('"msg":"stopping"')), 60);
      gate.release();
      ends.push({ ...(await worker.ended), seconds: (performance.now() - told) / 1000 });
      const stopped = await rows.grants();
      for (const { connectionId, family } of connections) {
        const row = stopped.get(connectionId);
        if (row?.attemptId !== null || row.generation !== 1 + server.ledger.spends(family).length)
          unstored.push(family);
      }
      if (round < times - 1) gate = hold();
      await processes.start('worker');
    }
    const isDone = async () => {
      const [left] = await rows.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM grant_clock WHERE generation = 1',
      );
      return left?.count === 0;
    };
    await until('the rest', isDone, 120);

    const standing = await standingOf(world, connections);
    const requests = refreshesByFamily(server);
    const longest = Math.max(...ends.map(({ seconds }) => seconds));
    return {
      done: `${times} × SIGTERM with ${slots} of ${count} refreshes under way; the slowest exit took ${longest.toFixed(1)} s`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'zero grants lost', wrong: [...standing.lost, ...standing.explained] },
        {
          what: 'it ends by itself, and within its 60 s',
          wrong: ends.filter(({ code, signal, seconds }) => code !== 0 || signal !== null || seconds > 60),
        },
        { what: 'what was under way was stored first', wrong: unstored },
        {
          what: 'no answer was left behind',
          wrong: server.ledger.tokenRequests().filter(({ delivery }) => delivery !== 'answered'),
        },
        {
          what: 'each was asked for once',
          wrong: connections.filter(({ family }) => requests.get(family)?.length !== 1),
        },
      ],
    };
  },
};
