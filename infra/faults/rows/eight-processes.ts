import { readToken, type TokenReading } from '../../e2e/api-reader.js';
import { connectMany, type MadeConnection } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld } from '../world.js';

const sizes = { full: 25, short: 1 };

/** Each process asks twice for each connection; once the provider answers at once, once it is slow. */
export const fault: Fault = {
  name: 'eight-processes',
  fault: '8 processes ask for the same connection’s token at once',
  mustHold: 'one token request per generation',
  timesDivisor: 1,
  mostly: 'computes',
  async run(given) {
    const count = sizes[given.size];
    const world = await openWorld(given);
    const { server, arranged } = world;
    const processes = await world.start(Array.from({ length: 8 }, () => 'api' as const));
    // One after another: what a process does at its first request is not what is looked at, and is a lot eight times.
    const [known] = await connectMany(world, 1, { expiresInSeconds: 3600, dueInSeconds: 3600 });
    for (const { url } of processes.all) await readToken(url, arranged.apiKey, (known as MadeConnection).connectionId);
    const all: MadeConnection[] = [];
    const refused: TokenReading[] = [];
    const unequal: MadeConnection[] = [];
    const stale: MadeConnection[] = [];
    for (const answer of ['quick', 'slow'] as const) {
      const connections = await connectMany(world, count, { expiresInSeconds: -10, dueInSeconds: 3600 });
      all.push(...connections);
      for (const { family } of connections) {
        // A slow answer keeps all the others waiting for the one that asks.
        if (answer === 'slow')
          server.script({ endpoint: 'token', when: { family }, fault: { kind: 'delay', ms: 1500 } });
      }
      const readings = connections.map(async (connection) => {
        const read = () => processes.all.map(({ url }) => readToken(url, arranged.apiKey, connection.connectionId));
        const answers = await Promise.all([...read(), ...read()]);
        refused.push(...answers.filter(({ status }) => status !== 200));
        if (new Set(answers.map(({ accessToken }) => accessToken)).size !== 1) unequal.push(connection);
        if (!answers.every(({ accessToken }) => server.ledger.isLive(accessToken ?? ''))) stale.push(connection);
      });
      await Promise.all(readings);
    }
    const requests = refreshesByFamily(server);
    const standing = await standingOf(world, all);
    return {
      done: `${new Set(processes.all.map(({ pid }) => pid)).size} processes asked for each of ${all.length} expired tokens at once, twice each; half of the answers took 1.5 s`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'every one is answered', wrong: refused },
        { what: 'with the same token', wrong: unequal },
        { what: 'which the provider takes', wrong: stale },
        {
          what: 'exactly one token request per generation',
          wrong: all.filter(({ family }) => requests.get(family)?.length !== 1),
        },
        { what: 'every connection is live', wrong: [...standing.lost, ...standing.explained] },
      ],
    };
  },
};
