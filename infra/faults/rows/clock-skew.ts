import { setTimeout as wait } from 'node:timers/promises';
import { protocolTimes } from '@latchkey/oauth';
import { readToken } from '../../e2e/api-reader.js';
import { connectMany } from '../connect-many.js';
import { skewedBy, skipWithoutFaketime } from '../faketime.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld, shortLifeOf } from '../world.js';

const sizes = { full: { connections: 200, lives: 3.5 }, short: { connections: 20, lives: 1 } };
const readersPerDoor = 2;

/** Two workers and two APIs, one of each five minutes ahead and one behind; the database and the provider are right. */
export const fault: Fault = {
  name: 'clock-skew',
  fault: 'one process’s clock is 5 min ahead, another’s 5 min behind',
  mustHold: 'no token served past its expiry, no refresh loop, nothing run twice',
  timesDivisor: 10,
  mostly: 'waits',
  skip: skipWithoutFaketime,
  async run(given) {
    const { connections: count, lives } = sizes[given.size];
    const accessTokenSeconds = shortLifeOf(given);
    const seconds = lives * accessTokenSeconds;
    const world = await openWorld(given, { server: { accessTokenSeconds } });
    const { server, arranged } = world;
    const connections = await connectMany(world, count, { expiresInSeconds: -1, dueInSeconds: 0 });
    const processes = await world.start([]);
    const skew = protocolTimes.clockSkewMax / 1000;
    const apis = await Promise.all([
      processes.start('api', skewedBy(skew)),
      processes.start('api', skewedBy(-skew)),
      processes.start('worker', skewedBy(skew)),
      processes.start('worker', skewedBy(-skew)),
    ]).then((all) => all.filter(({ door }) => door === 'api'));
    const clocks = await Promise.all(apis.map(({ url }) => clockOf(url)));
    const began = Date.now();
    let reads = 0;
    const notServed: unknown[] = [];
    const tooOld: unknown[] = [];
    const wronglyDated: unknown[] = [];
    const read = async (url: string | undefined, reader: number) => {
      for (let turn = reader; Date.now() < began + seconds * 1000; turn += readersPerDoor) {
        const connection = connections[turn % connections.length];
        if (!connection) throw new Error('nothing was connected');
        const reading = await readToken(url, arranged.apiKey, connection.connectionId, 0);
        reads++;
        if (reading.status !== 200) notServed.push(reading);
        else {
          if (!server.ledger.isLive(reading.accessToken ?? '')) tooOld.push(connection);
          const left = Date.parse(reading.expiresAt ?? '') - Date.now();
          if (!(left > -1000 && left <= accessTokenSeconds * 1000)) wronglyDated.push({ ...connection, left });
        }
        await wait(5);
      }
    };
    await Promise.all(
      apis.flatMap(({ url }) => Array.from({ length: readersPerDoor }, (_, reader) => read(url, reader))),
    );
    for (const { signal } of processes.all) signal('SIGTERM');
    await Promise.all(processes.all.map(({ ended }) => ended));
    const ranSeconds = (Date.now() - began) / 1000;

    const standing = await standingOf(world, connections);
    const requests = refreshesByFamily(server);
    // Due at 70 % of the life at the earliest; one more for the first and one for the last.
    const most = Math.ceil(ranSeconds / (0.7 * accessTokenSeconds)) + 2;
    const least = Math.max(1, Math.floor(seconds / accessTokenSeconds) - 1);
    return {
      done: `two APIs and two workers whose clocks were ${clocks.map((ms) => `${ms > 0 ? '+' : ''}${Math.round(ms / 1000)} s`).join(' and ')} off, ${count} connections, ${reads} reads in ${seconds} s of tokens that live ${accessTokenSeconds} s`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'the clocks were off', wrong: clocks.filter((ms) => Math.abs(ms) < 290_000) },
        { what: 'no token is served past its expiry', wrong: tooOld },
        { what: 'and its end is told by the right clock', wrong: wronglyDated },
        { what: 'every read is served', wrong: notServed },
        {
          what: `no refresh loop: at most ${most} requests for one grant`,
          wrong: connections.filter(({ family }) => (requests.get(family)?.length ?? 0) > most),
        },
        {
          what: `and no standstill: at least ${least}`,
          wrong: connections.filter(({ family }) => (requests.get(family)?.length ?? 0) < least),
        },
        {
          what: 'nothing is run twice',
          wrong:
            server.ledger.reuseDetected > 0 || server.ledger.maxConcurrentTokenRequestsPerFamily > 1
              ? [ledgerOf(server)]
              : [],
        },
        { what: 'every connection is live', wrong: [...standing.lost, ...standing.explained] },
      ],
    };
  },
};

/** How many milliseconds a door's clock is ahead of ours, by the Date of its answers. */
async function clockOf(url: string | undefined): Promise<number> {
  const response = await fetch(`${url}/healthz`);
  return Date.parse(response.headers.get('date') ?? '') - Date.now();
}
