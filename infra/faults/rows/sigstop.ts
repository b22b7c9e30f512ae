import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase } from '@latchkey/db/testing';
import { protocolTimes } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import type { LiveConnection } from '../../e2e/arrange.js';
import { startPostgresProxy } from '../../e2e/postgres-proxy.js';
import { until } from '../../e2e/until.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, type Standing, standingOf } from '../judge.js';
import { openWorld, type World } from '../world.js';

const sizes = { full: 12, short: 3 };
/** The name of the statement that follows a claim that found something. */
const claimFoundSome = 'load_claims';
const notDue = { expiresInSeconds: -1, dueInMs: 3_600_000 };

/** What was under way when the worker was stopped. */
interface Frozen {
  /** Claimed, and nothing sent. */
  readonly unsent: readonly LiveConnection[];
  /** Answered by the provider, and not stored. */
  readonly unstored: readonly LiveConnection[];
  /** Likewise, at a provider with a declared reuse grace. */
  readonly graced: readonly LiveConnection[];
}

/**
 * One worker is stopped with claims that it has not acted upon and answers that it has not stored. First nobody else is
 * there; then another worker takes over what it holds.
 */
export const fault: Fault = {
  name: 'sigstop',
  fault: 'a worker is stopped (SIGSTOP) for twice the takeover, between claim and send, and between answer and store',
  mustHold: 'nothing lost, nothing spent twice',
  timesDivisor: 10,
  async run(given) {
    const database = await freshDatabase();
    given.scope.teardown(() => database.drop());
    const proxy = await startPostgresProxy(given.scope);
    proxy.leadTo(database.workerUrl);
    const world = await openWorld(given, { database });
    const { server } = world;
    const lenient = await startAuthorizationServer({ clients: [], reuseGraceSeconds: 600 });
    given.scope.teardown(() => lenient.close());
    const graced = await world.another({ server: lenient, reuseGrace: 600 });
    const count = sizes[given.size];
    const pauseMs = (2 * protocolTimes.takeoverMin) / given.timesDivisor;
    const processes = await world.start(['worker'], {
      database: { ...database, workerUrl: proxy.through(database.workerUrl) },
      slots: 8 * count,
      tickMs: 100,
    });
    const frozen = processes.first('worker');

    let tooLate = 0;
    /** Has the worker stopped in the middle of its work, and lets it go on after the pause. */
    const freeze = async (meanwhile: (unsent: Frozen['unsent']) => Promise<unknown>): Promise<Frozen> => {
      for (;;) {
        const held = await tryToFreeze(meanwhile);
        if (held) return held;
        tooLate++;
      }
    };
    /** `undefined` where the machine was so busy that a request may have timed out before the worker was stopped. */
    const tryToFreeze = async (meanwhile: (unsent: Frozen['unsent']) => Promise<unknown>) => {
      // All is there before the first becomes due, so that no request times out before the worker is stopped.
      const [unsent, unstored, ofGraced] = [
        await world.arranged.connect(count, notDue),
        await world.arranged.connect(count, notDue),
        await graced.connect(count, notDue),
      ];
      const gates = [server, lenient].map((it) => {
        const gate = it.gate();
        it.script({ endpoint: 'token', times: count, fault: { kind: 'gate', gate, at: 'after' } });
        return gate;
      });
      const began = Date.now();
      await makeDue(world, [...unstored, ...ofGraced]);
      await Promise.all(gates.map((gate) => gate.arrivals(count)));
      const reply = proxy.holdReplyOfCommit(claimFoundSome);
      await makeDue(world, unsent);
      await reply.held;
      frozen.signal('SIGSTOP');
      for (const gate of gates) gate.release();
      reply.release();
      if (Date.now() - began > protocolTimes.requestTimeout / given.timesDivisor) {
        frozen.signal('SIGCONT');
        return undefined;
      }
      await Promise.all([wait(pauseMs), meanwhile(unsent)]);
      frozen.signal('SIGCONT');
      return { unsent, unstored, graced: ofGraced };
    };

    const alone = await freeze(async () => undefined);
    await settled(world, [...alone.unsent, ...alone.unstored, ...alone.graced]);
    const accompanied = await freeze(async (unsent) => {
      await processes.start('worker');
      const isTakenOver = () => {
        const requests = refreshesByFamily(server);
        return unsent.every(({ family }) => requests.has(family));
      };
      await until('the other worker to take over', isTakenOver, 60 + pauseMs / 1000);
    });
    await settled(world, [...accompanied.unsent, ...accompanied.unstored, ...accompanied.graced]);
    for (const worker of processes.all) worker.signal('SIGTERM');
    await Promise.all(processes.all.map(({ ended }) => ended));

    const judge = async (frozen: Frozen) => ({
      strict: await standingOf(world, [...frozen.unsent, ...frozen.unstored]),
      lenient: await standingOf({ ...world, arranged: graced, server: lenient }, frozen.graced),
    });
    const [byItself, withAnother] = [await judge(alone), await judge(accompanied)];
    const requests = refreshesByFamily(server);
    const notOnce = (connections: readonly LiveConnection[]) =>
      connections.filter(({ family }) => requests.get(family)?.length !== 1);
    const notLive = ({ lost, explained }: Standing) => [...lost, ...explained];
    const unsure = new Set(accompanied.unstored.map(({ grantId }) => grantId));
    return {
      done: `stopped for ${pauseMs / 1000} s with ${count} claims unsent and ${2 * count} answers unstored; alone, and with another worker that took over${tooLate > 0 ? `; ${tooLate} times the machine was too slow to stop it in time, which was done again` : ''}`,
      ledger: ledgerOf(server, lenient),
      ...counts(byItself.strict, byItself.lenient, withAnother.strict, withAnother.lenient),
      checks: [
        { what: 'alone: nothing lost', wrong: [...notLive(byItself.strict), ...notLive(byItself.lenient)] },
        { what: 'alone: each was asked for once', wrong: notOnce([...alone.unsent, ...alone.unstored]) },
        {
          what: 'with another: what was claimed and not sent is asked for once, by the other',
          wrong: notOnce(accompanied.unsent),
        },
        {
          what: 'with another: nothing lost where nothing had been sent, or a reuse grace is declared',
          wrong: [
            ...notLive(withAnother.strict).filter(({ grantId }) => !unsure.has(grantId)),
            ...notLive(withAnother.lenient),
          ],
        },
        {
          what: 'with another: whose answer only the stopped one had is live or has a reason',
          wrong: withAnother.strict.lost,
        },
        {
          what: 'no generation was spent twice',
          wrong: [...alone.unsent, ...alone.unstored, ...accompanied.unsent, ...accompanied.unstored].filter(
            ({ family }) => server.ledger.spends(family).length !== 1,
          ),
        },
        {
          what: 'never two requests for one grant at once',
          wrong: server.ledger.maxConcurrentTokenRequestsPerFamily > 1 ? [ledgerOf(server)] : [],
        },
      ],
    };
  },
};

/** In one statement, so that one claim finds them all. */
async function makeDue({ rows }: World, connections: readonly LiveConnection[]): Promise<void> {
  await rows.query('UPDATE grant_clock SET due_at = statement_timestamp() WHERE grant_id = ANY ($1::uuid[])', [
    connections.map(({ grantId }) => grantId),
  ]);
}

/** Waits until an answer of each is stored, and it is in error or nothing of it is open or due. */
async function settled({ rows }: Pick<World, 'rows'>, connections: readonly LiveConnection[]) {
  const isSettled = async () => {
    const found = await rows.grants();
    return connections.every(({ connectionId }) => {
      const row = found.get(connectionId);
      if (!row || row.attemptId !== null) return false;
      if (row.generation === 1) return false;
      return row.status === 'error' || (row.attempts === 0 && Number(row.dueAt) > Date.now());
    });
  };
  await until('what was stopped to be settled', isSettled, 90);
}
