import type { HttpRequest } from '../../src/ports.js';
import { protocolTimes } from '../../src/protocol-times.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import {
  type ConnectionRow,
  memoryAuthorizationServer,
  memoryWorld,
  type Passage,
  plainDefinition,
  type StoreFault,
  type Weakness,
} from '../../testing/index.js';
import { sealedTokens } from '../flows.js';
import { consent } from './consent.js';
import { watchHands } from './in-hand.js';
import { judgeOf, refreshTokenOf } from './judge.js';
import { type SimulatedProcess, simulatedProcess } from './process.js';
import { connections as connectionCount, processes as processCount, type Step } from './step.js';

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
  const { clock, database, transport } = world;
  const judge = judgeOf(world, rotation, (grantId) => sealedTokens(world, grantId));
  const connections: ConnectionRow[] = [];
  let spawned = 0;
  const spawn = () => simulatedProcess(world.process(`process-${++spawned}`));
  const processes = Array.from({ length: processCount }, spawn);
  const process = (index: number) => processes[index] as SimulatedProcess;
  const connection = (index: number) => connections[index] as ConnectionRow;

  const hands = watchHands(server, database, judge.familyOfGrant);
  const { portsOf } = hands;
  let upcoming: (Step & { kind: 'network' })['next'] | undefined;
  transport.passage = (request) => passageOf(request);

  function passageOf(request: HttpRequest): Passage {
    const token = refreshTokenOf({ request });
    const next = token === undefined ? undefined : upcoming;
    if (token !== undefined) upcoming = undefined;
    if (next === 'answer_lost' || next === 'too_slow') judge.excuse(server.familyOf(token ?? ''));
    switch (next) {
      case 'request_lost':
      case 'answer_lost':
        return { kind: next, after: 3000 };
      case 'refused':
        return { kind: 'refused' };
      case 'slow':
        return { kind: 'delivered', there: 10_000, back: 10_000 };
      case 'too_slow':
        return { kind: 'delivered', there: 25_000, back: 25_000 };
      default:
        return { kind: 'delivered', there: 200, back: 200 };
    }
  }

  const pausedAt = new Map<SimulatedProcess, number>();
  const faults: { readonly statement: string; readonly fault: StoreFault }[] = [];
  let outageUntil = 0;
  database.fault = (statement) => {
    if (clock.now() < outageUntil) return 'throws';
    const at = faults.findIndex((one) => one.statement === statement);
    return at < 0 ? 'none' : (faults.splice(at, 1)[0]?.fault ?? 'none');
  };

  function pause(one: SimulatedProcess, doors: number): void {
    one.pause(doors, () => {
      if (!pausedAt.has(one)) pausedAt.set(one, clock.now());
    });
  }
  function resume(one: SimulatedProcess): void {
    const at = pausedAt.get(one) ?? clock.now();
    pausedAt.delete(one);
    // A short pause must lose nothing: the attempt outlives the longest request by the takeover's slack.
    // A longer one is a loss only where the provider punishes the one who took over: else the late set is an alternate.
    if (reuse === 'kills' && clock.now() - at >= protocolTimes.takeoverSlack)
      for (const family of hands.families(one)) judge.excuse(family);
    one.resume();
  }
  function crash(index: number, doors: number): void {
    const one = process(index);
    one.kill(doors, () => {
      for (const family of hands.families(one)) judge.excuse(family);
      processes[index] = spawn();
    });
  }

  async function leave(index: number): Promise<void> {
    const one = process(index);
    processes[index] = spawn();
    await clock.sleep(protocolTimes.departure);
    world.spool.leave(one.ports.holder);
    await clock.sleep(protocolTimes.storeRetryMax);
    one.kill(0, () => {
      for (const family of hands.families(one)) judge.excuse(family);
    });
  }

  async function connect(row: ConnectionRow): Promise<void> {
    const { fault } = database;
    database.fault = () => 'none';
    const { grant, family } = await consent(world, server, row, expiresIn);
    database.fault = fault;
    judge.connected(grant, family);
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

  async function perform(step: Step): Promise<void> {
    switch (step.kind) {
      case 'refresh':
        run(refreshDueGrants(portsOf(process(step.process)), { slots: 2, takeover: 'allowed', onResult }));
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
        upcoming = step.next;
        break;
      case 'provider':
        server.instead = step.answers === 'well' ? undefined : { status: step.answers, body: '' };
        break;
      case 'store':
        faults.push(step);
        break;
      case 'outage':
        outageUntil = clock.now() + step.ms;
        break;
    }
    await clock.settle();
    judge.afterStep();
    if (broken.length > 0) throw broken[0];
  }

  /** Everything works again, and the workers go on for hours. */
  async function recover(): Promise<void> {
    faults.length = 0;
    outageUntil = 0;
    upcoming = undefined;
    server.instead = undefined;
    for (const one of processes) resume(one);
    // Short steps while attempts are open, long ones until the longest backoff is over.
    for (const ms of [...Array(20).fill(10_000), ...Array(25).fill(180_000), ...Array(4).fill(20_000)] as number[]) {
      for (let index = 0; index < processCount; index++) {
        // A stop that was planned and never came to its door would come now.
        resume(process(index));
        await perform({ kind: 'refresh', process: index });
        await perform({ kind: 'revoke', process: index });
      }
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
