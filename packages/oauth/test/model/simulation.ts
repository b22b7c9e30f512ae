import { protocolTimes } from '../../src/protocol-times.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import {
  type ConnectionRow,
  memoryAuthorizationServer,
  memoryWorld,
  plainDefinition,
  type Weakness,
} from '../../testing/index.js';
import { sealedTokens } from '../flows.js';
import { consent } from './consent.js';
import { watchHands } from './in-hand.js';
import { judgeOf } from './judge.js';
import { type SimulatedProcess, simulatedProcess } from './process.js';
import { connections as connectionCount, processes as processCount, type Step } from './step.js';
import { troubleOf } from './trouble.js';

const expiresIn = 120;

/** Lets the steps happen one after the other to processes that go on side by side. Throws when a promise is broken. */
export async function simulate(
  steps: readonly Step[],
  options: {
    readonly rotation: 'every_time' | 'never';
    readonly reuse: 'kills' | 'forks';
    readonly weakness: Weakness;
  },
): Promise<void> {
  const { rotation, reuse } = options;
  const server = memoryAuthorizationServer({ expiresIn, rotation, reuse });
  const world = memoryWorld(server.handler, { seed: 42, weakness: options.weakness });
  const { clock, database } = world;
  const judge = judgeOf(world, rotation, {
    tokensOf: (grantId) => sealedTokens(world, grantId),
    familyOf: (token) => server.familyOf(token),
    mayBeLost: (token, at) => mayBeLost(token, at),
  });
  const connections: ConnectionRow[] = [];
  let spawned = 0;
  const spawn = () => simulatedProcess(world.process(`process-${++spawned}`));
  const processes = Array.from({ length: processCount }, spawn);
  const process = (index: number) => processes[index] as SimulatedProcess;
  const connection = (index: number) => connections[index] as ConnectionRow;

  const hands = watchHands(server, database, judge.familyOfGrant);
  const { portsOf } = hands;
  const trouble = troubleOf(world, server, (token) => judge.excuse(server.familyOf(token)));

  const pausedAt = new Map<SimulatedProcess, number>();
  /** Refresh tokens whose answer was in the hands of a process that was stopped for good, or for too long. */
  const lost = new Set<string>();
  function mayBeLost(refreshToken: string, at: number): boolean {
    if (lost.has(refreshToken)) return true;
    return hands.holdersOf(refreshToken).some((one) => at - (pausedAt.get(one) ?? at) >= protocolTimes.takeoverSlack);
  }
  function lose(one: SimulatedProcess): void {
    for (const { refreshToken } of hands.held(one)) lost.add(refreshToken);
  }
  function excuse(one: SimulatedProcess): void {
    for (const { family } of hands.held(one)) judge.excuse(family);
  }
  function killed(one: SimulatedProcess): void {
    lose(one);
    excuse(one);
    hands.forget(one);
  }

  function pause(one: SimulatedProcess, doors: number): void {
    one.pause(doors, () => {
      if (!pausedAt.has(one)) pausedAt.set(one, clock.monotonic());
    });
  }
  function resume(one: SimulatedProcess): void {
    const at = pausedAt.get(one) ?? clock.monotonic();
    pausedAt.delete(one);
    // A short pause must lose nothing: the attempt outlives the longest request by the takeover's slack.
    // A longer one is a loss only where the provider punishes the one who took over: else the late set is an alternate.
    if (clock.monotonic() - at >= protocolTimes.takeoverSlack) {
      lose(one);
      if (reuse === 'kills') excuse(one);
    }
    one.resume();
  }
  function crash(index: number, doors: number): void {
    const one = process(index);
    one.kill(doors, () => {
      killed(one);
      processes[index] = spawn();
    });
  }

  async function leave(index: number): Promise<void> {
    const one = process(index);
    processes[index] = spawn();
    await clock.sleep(protocolTimes.departure);
    world.spool.leave(one.ports.holder);
    await clock.sleep(protocolTimes.storeRetryMax);
    one.kill(0, () => killed(one));
  }

  async function connect(row: ConnectionRow): Promise<void> {
    const { grant, family } = await trouble.without(() => consent(world, server, row, expiresIn));
    judge.connected(grant, family);
  }

  /** The person ends the grant on the provider's own page. */
  function withdraw({ grantId }: ConnectionRow): void {
    const family = judge.familyOfGrant(grantId ?? '');
    if (family?.state === 'alive') family.state = 'revoked';
    judge.excuse(family);
  }

  const connectedTimes = (row: ConnectionRow) => row.events.filter((event) => event.kind === 'connected').length;

  async function read(one: SimulatedProcess, row: ConnectionRow, minimumSeconds: number): Promise<void> {
    const { grantId } = row;
    const consents = connectedTimes(row);
    const startedAt = clock.now();
    const { organizationId, id: connectionId } = row;
    const answer = await readAccessToken(portsOf(one), { organizationId, connectionId, minimumSeconds });
    if (answer.kind !== 'token') return;
    // A reader that stood still may have read while the connection was connected in between.
    if (grantId === undefined && connectedTimes(row) === consents)
      throw new Error('a token was read after the disconnect');
    if (Date.parse(answer.token.expiresAt ?? '') < startedAt) throw new Error('an expired token was read');
  }

  const broken: unknown[] = [];
  const run = (work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      // The store's own faults are part of the game; whatever else is thrown is a finding.
      if (!(error instanceof Error && /^the (store is gone|reply of the commit)/.test(error.message)))
        broken.push(error);
    });
  };
  const onResult = (_: string, result: { readonly kind: string; readonly error?: unknown }) => {
    if (result.kind === 'threw') run(Promise.reject(result.error));
  };

  /** Whoever runs ticks every few seconds, and so sees that the store is away, until the end. */
  async function tickThrough(outageMs: number): Promise<void> {
    for (let left = outageMs; left > 0; left -= 20_000) {
      await clock.sleep(Math.min(left, 20_000) - 1);
      for (const one of processes) if (!pausedAt.has(one)) tick(one);
      await clock.sleep(1);
    }
  }
  function tick(one: SimulatedProcess): void {
    run(refreshDueGrants(portsOf(one), { slots: 2, takeover: 'allowed', onResult }));
  }

  async function begin(step: Step): Promise<void> {
    switch (step.kind) {
      case 'refresh':
        tick(process(step.process));
        break;
      case 'revoke':
        run(revokeDueGrants(portsOf(process(step.process)), { slots: 2, onResult }));
        break;
      case 'read':
        run(read(process(step.process), connection(step.connection), step.minimumSeconds));
        break;
      case 'disconnect': {
        const { organizationId, id: connectionId } = connection(step.connection);
        run(disconnectConnection(world.ports, { organizationId, connectionId }));
        break;
      }
      case 'reconnect':
        await connect(connection(step.connection));
        break;
      case 'withdraw':
        withdraw(connection(step.connection));
        break;
      case 'crash':
        crash(step.process, step.doors);
        break;
      case 'leave':
        run(leave(step.process));
        break;
      case 'pause':
        pause(process(step.process), step.doors);
        break;
      case 'resume':
        resume(process(step.process));
        break;
      case 'pass':
        await clock.advance(step.ms);
        break;
      case 'network':
        trouble.next(step.next);
        break;
      case 'provider':
        server.instead = step.answers === 'well' ? undefined : { status: step.answers, body: '' };
        break;
      case 'store':
        trouble.fault(step.statement, step.fault);
        break;
      case 'outage':
        trouble.outage(step.ms);
        run(tickThrough(step.ms));
        break;
    }
  }
  async function perform(step: Step): Promise<void> {
    await begin(step);
    await clock.settle();
    judge.afterStep();
    if (broken.length > 0) throw broken[0];
  }

  /** Everything works again, and the workers go on for hours. */
  async function recover(): Promise<void> {
    trouble.end();
    for (const one of processes) resume(one);
    // Short steps while attempts are open, long ones until the longest backoff is over.
    const rounds = [...Array(12).fill(20_000), ...Array(8).fill([900_000, 20_000, 20_000]).flat()] as number[];
    for (const [round, ms] of rounds.entries()) {
      // A stop that was planned and never came to its door would come now.
      for (const one of processes) resume(one);
      await begin({ kind: 'refresh', process: round % processCount });
      await begin({ kind: 'revoke', process: round % processCount });
      await perform({ kind: 'pass', ms });
    }
    for (const row of connections) {
      // Whatever is live is readable.
      if (row.status === 'active') run(read(process(0), row, 0));
    }
    await perform({ kind: 'pass', ms: 1000 });
    // Nothing is in flight now, so that what is stored is what the provider says.
    await judge.atRest(connections);
  }

  for (let count = 0; count < connectionCount; count++) {
    // All of one client, which the provider may refuse for a while.
    const [first] = connections;
    const client = first && database.clients.get(first.clientRowId ?? '');
    const row = await world.addConnection({
      definition: plainDefinition,
      ...(first ? { organizationId: first.organizationId } : {}),
      ...(client ? { client } : {}),
    });
    connections.push(row);
    await connect(row);
  }
  for (const step of steps) await perform(step);
  await recover();
}
