import {
  type ClaimFence,
  createAuthorizationSessions,
  createConfirmations,
  createConnections,
  createDataKeyStore,
  createDeviceAuthorizations,
  createGrants,
  createParkedResponses,
  createTakeoverWatch,
  type Database,
  type TakeoverWatch,
} from '@latchkey/db';
import { createEgressGuard, createTransport, type EgressGuardOptions } from '@latchkey/http';
import {
  assertTakeoverOutlivesRequest,
  type BellPort,
  type Notice,
  type Ports,
  type ProtocolTimes,
  protocolTimes,
  type SpoolPort,
} from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import { createVault, type KeyRing } from '@latchkey/vault';
import { noSpool } from './file-spool.js';
import { watchStandstill } from './standstill.js';
import { createSystemClock } from './system-clock.js';
import { createSystemRandom } from './system-random.js';
import { tracePorts } from './tracing/trace-ports.js';

export interface PortsOptions {
  readonly db: Database;
  readonly keyEncryptionKeys: KeyRing;
  readonly bell: BellPort;
  readonly egress: EgressGuardOptions;
  /** Names this process in the rows of its open attempts, for example `worker@host:123`. */
  readonly holder: string;
  readonly onNotice: (notice: Notice) => void;
  readonly times?: ProtocolTimes;
  /** Without one, answers that cannot be stored are tried until the process ends. */
  readonly spool?: SpoolPort;
  /** Keeps claims from a restored database. */
  readonly fence?: ClaimFence;
  /** Without it nobody traces. */
  readonly tracing?: Tracing | undefined;
}

/** Requests that one attempt makes in a row: a refresh makes one; a revocation two, for two tokens. */
const hops = 2;

/**
 * Joins the adapters into the engine's ports; every door does this once. `close` ends the outbound sockets; the
 * database and the bell belong to the caller. Throws when the protocol's times contradict each other.
 */
export function composePorts(options: PortsOptions): {
  readonly ports: Ports;
  /** For claims that are made past the ports. */
  readonly takeover: TakeoverWatch;
  close(): Promise<void>;
} {
  const times = options.times ?? protocolTimes;
  assertTakeoverOutlivesRequest(times, hops);
  const clock = createSystemClock();
  const standstill = watchStandstill(clock, times.takeoverSlack / 2);
  const takeover = createTakeoverWatch(clock, standstill.until);
  const vault = createVault({
    keyEncryptionKeys: options.keyEncryptionKeys,
    dataKeys: createDataKeyStore(options.db),
    dataKeyMaxAgeMs: times.dataKeyMaxAge,
  });
  const transport = createTransport({ guard: createEgressGuard(options.egress), userAgent: 'Latchkey/0.1' });
  const notices = { notice: options.onNotice };
  const ports: Ports = {
    clock,
    random: createSystemRandom(),
    vault,
    transport,
    bell: options.bell,
    notices,
    connections: createConnections(options.db),
    authorizationSessions: createAuthorizationSessions(options.db),
    confirmations: createConfirmations(options.db),
    parkedResponses: createParkedResponses(options.db),
    deviceAuthorizations: createDeviceAuthorizations(options.db, clock, { fence: options.fence, takeover }),
    grants: createGrants(options.db, clock, {
      notices,
      fence: options.fence,
      takeover,
    }),
    spool: options.spool ?? noSpool(),
    times,
    holder: options.holder,
  };
  const { tracing } = options;
  return {
    ports: tracing ? tracePorts(ports, tracing) : ports,
    takeover,
    close() {
      standstill.close();
      return transport.close();
    },
  };
}

/**
 * Why the guard would never call a URL, whatever its name leads to: a sentence without the path and query. `undefined`
 * when it may be called.
 */
export function destinationRefusal(egress: EgressGuardOptions, url: string): string | undefined {
  const decision = createEgressGuard(egress).check(url);
  return decision.kind === 'refused' ? decision.reason : undefined;
}
