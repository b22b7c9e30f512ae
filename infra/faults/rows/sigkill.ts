import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { DoorProcess } from '../../e2e/processes.js';
import { until } from '../../e2e/until.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, standingOf } from '../judge.js';
import { openWorld, shortLifeOf, type World } from '../world.js';

const sizes = { full: { connections: 2000, kills: 20 }, short: { connections: 120, kills: 4 } };

/** Two workers renew tokens that live a few seconds; one of them after another is killed and replaced. */
export const fault: Fault = {
  name: 'sigkill',
  fault: 'a worker is killed (SIGKILL) at random, 20 times in a storm of 2,000 rotating connections',
  mustHold: 'every connection is live or has a reason; only those whose answer was in flight may need the person',
  timesDivisor: 5,
  async run(given) {
    const { connections: count, kills } = sizes[given.size];
    // Each is due again about every ten seconds, when divided: there is always something under way.
    const world = await openWorld(given, { server: { accessTokenSeconds: shortLifeOf(given) } });
    const { server, rows } = world;
    const connections = await connectMany(world, count, { expiresInSeconds: -1, dueInSeconds: 0 });
    server.script({ endpoint: 'token', times: Number.POSITIVE_INFINITY, fault: { kind: 'do_then_delay', ms: 60 } });
    const processes = await world.start(['worker', 'worker'], { slots: 32 });
    const running = [...processes.all];
    /** The grants whose attempt was open when its holder was killed. */
    const inFlight = new Set<string>();
    for (let killed = 0; killed < kills; killed++) {
      const before = server.ledger.tokenRequests().length;
      await until('the storm', () => server.ledger.tokenRequests().length >= before + 40, 120);
      await wait(randomInt(300));
      const [victim] = running.splice(randomInt(running.length), 1);
      if (!victim) throw new Error('no worker is running');
      await victim.kill();
      for (const grantId of await openAttemptsOf(world, victim)) inFlight.add(grantId);
      running.push(await processes.start('worker'));
    }
    const holders = running.map(holderOf);
    const isSettled = async () => {
      const [left] = await rows.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM grant_clock WHERE attempt_id IS NOT NULL AND attempt_holder <> ALL ($1)',
        [holders],
      );
      return left?.count === 0;
    };
    await until('every attempt of the killed to be taken over', isSettled, 180);
    for (const worker of running) worker.signal('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));

    const standing = await standingOf(world, connections);
    /** The provider had decided, and nobody was there any more to hear it. */
    const isCutOff = (family: string) => server.ledger.spends(family).some(({ delivery }) => delivery !== 'answered');
    return {
      done: `${kills} kills among ${count} connections, ${inFlight.size} attempts open when their worker died`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'every connection is live or has a reason', wrong: standing.lost },
        {
          what: 'only those need the person whose answer was in flight when its worker died',
          wrong: standing.explained.filter(({ grantId, family }) => !inFlight.has(grantId) && !isCutOff(family)),
        },
        {
          what: 'because the provider had rotated, which is told',
          wrong: standing.explained.filter(
            ({ family, reason }) =>
              reason !== 'crashed' &&
              (reason !== 'rotation_response_lost' || server.ledger.spends(family).length === 0),
          ),
        },
        {
          what: 'never two requests for one grant at once',
          wrong: server.ledger.maxConcurrentTokenRequestsPerFamily > 1 ? [ledgerOf(server)] : [],
        },
        {
          what: 'the storm was one: workers died with attempts open',
          wrong: inFlight.size < kills ? [inFlight.size] : [],
        },
      ],
    };
  },
};

function holderOf({ pid }: DoorProcess): string {
  return `worker@${hostname()}:${pid}`;
}

async function openAttemptsOf({ rows }: World, worker: DoorProcess): Promise<readonly string[]> {
  const found = await rows.query<{ grantId: string }>(
    'SELECT grant_id AS "grantId" FROM grant_clock WHERE attempt_holder = $1',
    [holderOf(worker)],
  );
  return found.map(({ grantId }) => grantId);
}
