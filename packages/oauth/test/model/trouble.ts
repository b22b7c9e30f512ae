import type { HttpRequest } from '../../src/ports.js';
import type { MemoryAuthorizationServer, MemoryWorld, Passage, StoreFault } from '../../testing/index.js';
import { refreshTokenOf } from './refresh-token.js';
import type { Step } from './step.js';

/** What goes wrong with requests and with the store. */
export interface Trouble {
  /** Becomes of the next token request. */
  next(network: (Step & { kind: 'network' })['next']): void;
  /** Befalls that statement once. */
  fault(statement: string, fault: StoreFault): void;
  outage(ms: number): void;
  /** From now on nothing goes wrong. */
  end(): void;
  /** Runs work that nothing befalls. */
  without<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Lets trouble befall a world; `onLost` is told which refresh token's answer never arrives. */
export function troubleOf(
  { clock, database, transport }: MemoryWorld,
  server: MemoryAuthorizationServer,
  onLost: (refreshToken: string) => void,
): Trouble {
  let upcoming: (Step & { kind: 'network' })['next'] | undefined;
  let outageUntil = 0;
  const faults: { readonly statement: string; readonly fault: StoreFault }[] = [];

  transport.passage = (request: HttpRequest): Passage => {
    const token = refreshTokenOf({ request });
    const next = token === undefined ? undefined : upcoming;
    if (token !== undefined) upcoming = undefined;
    if (token !== undefined && (next === 'answer_lost' || next === 'too_slow')) onLost(token);
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
  };
  database.fault = (statement) => {
    if (clock.now() < outageUntil) return 'throws';
    const at = faults.findIndex((one) => one.statement === statement);
    return at < 0 ? 'none' : (faults.splice(at, 1)[0]?.fault ?? 'none');
  };

  return {
    next(network) {
      upcoming = network;
    },
    fault: (statement, fault) => void faults.push({ statement, fault }),
    outage(ms) {
      outageUntil = clock.now() + ms;
    },
    end() {
      faults.length = 0;
      outageUntil = 0;
      upcoming = undefined;
      server.instead = undefined;
    },
    async without(work) {
      const { fault } = database;
      database.fault = () => 'none';
      const result = await work();
      database.fault = fault;
      return result;
    },
  };
}
