import { startAuthorizationServer } from '@latchkey/oauth/testing';
import { cases, type ProviderCase, timesDivisor } from '../../e2e/provider-cases.js';
import { until } from '../../e2e/until.js';
import { connectMany, type MadeConnection } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld, tickMsOf } from '../world.js';

const sizes = { full: 25, short: 1 };

/** A refused client stops all of its grants: that is the row of the wrong secret. */
const ours = cases.filter(({ client }) => client === undefined);

interface Prepared extends ProviderCase {
  readonly connections: readonly MadeConnection[];
}

/** Every way in which the provider may be slow, break off, answer late, or answer nonsense, for many connections each. */
export const fault: Fault = {
  name: 'slow-provider',
  fault: 'the provider is slower than the time-out; answers out of order, broken off, or nonsense',
  mustHold: 'no second spend while an attempt is open; the ambiguous path is taken; recovers',
  timesDivisor,
  async run(given) {
    const copies = sizes[given.size];
    // The waits of the cases are divided already.
    const again = timesDivisor / given.timesDivisor;
    const world = await openWorld(given);
    const { rows } = world;
    const server = await startAuthorizationServer({ clients: [], reuseGraceSeconds: 60 });
    given.scope.teardown(() => server.close());
    const lenient = { ...world, server, arranged: await world.another({ server, reuseGrace: 60 }) };
    const worldOf = ({ grace }: ProviderCase) => (grace ? lenient : world);
    const prepared: Prepared[] = [];
    for (const one of ours) {
      const { server } = worldOf(one);
      const times = { expiresInSeconds: one.life, dueInSeconds: 3600 };
      const connections = await connectMany(worldOf(one), copies, times);
      for (const { family } of connections)
        for (const fault of one.faults) server.script({ endpoint: 'token', when: { family }, fault });
      prepared.push({ ...one, connections });
    }
    const processes = await world.start(['worker'], { slots: 1000 });
    // Not all in one moment: a provider in this process would then be slower than a divided time-out by itself.
    await rows.query("UPDATE grant_clock SET due_at = statement_timestamp() + random() * $1 * interval '1 s'", [
      copies / 2,
    ]);
    const notOver = async () => {
      const grants = await rows.grants();
      return prepared.flatMap(({ connections, end, name }) =>
        connections.flatMap(({ connectionId, family }) => {
          const row = grants.get(connectionId);
          const { generation, status, reason } = row ?? {};
          const isOver = end === 'renewed' ? generation === 2 && status === 'active' : reason === end;
          return isOver ? [] : [{ it: name, family, generation, status, reason }];
        }),
      );
    };
    let left = await notOver();
    const isOver = async () => {
      left = await notOver();
      return left.length === 0;
    };
    // Those that never come to their end are told with what the provider saw of them.
    await until('every case to come to its end', isOver, 60 + 600 / given.timesDivisor).catch(() => undefined);
    const [worker] = processes.all;
    worker?.signal('SIGTERM');
    await worker?.ended;

    const byServer = new Map([world, lenient].map(({ server }) => [server, refreshesByFamily(server)]));
    const requestsOf = (one: Prepared, { family }: MadeConnection) =>
      byServer.get(worldOf(one).server)?.get(family) ?? [];
    const slack = 2 * tickMsOf(given) + (worker?.slackMs ?? 0);
    const each = (wrong: (one: Prepared, connection: MadeConnection) => boolean) =>
      prepared.flatMap((one) =>
        one.connections
          .filter((connection) => wrong(one, connection))
          .map((connection) => ({ it: one.name, family: connection.family, requests: requestsOf(one, connection) })),
      );
    const waited = (one: Prepared, connection: MadeConnection, index: number) => {
      const requests = requestsOf(one, connection);
      return Number(requests[index + 1]?.at) - Number(requests[index]?.endedAt);
    };
    const ofGrace = (graced: boolean) =>
      prepared.filter(({ grace }) => (grace !== undefined) === graced).flatMap(({ connections }) => connections);
    const standings = [await standingOf(world, ofGrace(false)), await standingOf(lenient, ofGrace(true))];
    const toBeLost = new Set(
      prepared
        .filter(({ end }) => end !== 'renewed')
        .flatMap(({ connections }) => connections.map(({ grantId }) => grantId)),
    );
    return {
      done: `${prepared.length} kinds of misbehaviour for ${copies} connections each; the provider had rotated and its answer was lost, or it had ended the grant, for ${toBeLost.size} of them`,
      ledger: ledgerOf(world.server, server),
      ...counts(...standings),
      checks: [
        {
          what: 'every case came to its end',
          wrong: left.map((one) => ({
            ...one,
            requests: [...byServer.values()].flatMap((requests) => requests.get(one.family) ?? []),
          })),
        },
        { what: 'every connection is live or has a reason', wrong: standings.flatMap(({ lost }) => lost) },
        {
          what: 'only those need the person whose answer was lost, or whose grant the provider ended',
          wrong: standings.flatMap(({ explained }) => explained).filter(({ grantId }) => !toBeLost.has(grantId)),
        },
        {
          what: 'so many requests and not one more',
          wrong: each((one, connection) => requestsOf(one, connection).length !== one.waits.length + 1),
        },
        {
          what: 'none sooner than the protocol allows',
          wrong: each((one, connection) =>
            one.waits.some(({ min }, index) => !(waited(one, connection, index) >= min * again)),
          ),
        },
        {
          what: 'and each soon enough',
          wrong: each((one, connection) =>
            one.waits.some(({ max }, index) => !(waited(one, connection, index) <= max * again + slack)),
          ),
        },
        {
          what: 'never two requests for one grant at once',
          wrong: [world.server, server]
            .filter(({ ledger }) => ledger.maxConcurrentTokenRequestsPerFamily > 1)
            .map((it) => ledgerOf(it)),
        },
      ],
    };
  },
};
