import { setTimeout as wait } from 'node:timers/promises';
import type { TickName } from '@latchkey/oauth';
import type { QueueLogger, TickHandlers } from './ticks.js';

/** Runs handlers, each at most once at a time in this process. */
export interface TickRunner {
  /** Runs the tick's handler, now or, when it runs already, once more after that. */
  start(tick: TickName): void;
  /** Starts nothing any more, and resolves when the last handler has ended, however long that takes. */
  stop(): Promise<void>;
}

/** Between two calls of a handler that says that there is more: one that is wrong about it must not spin. */
const pauseMs = 10;
/** Between two rings of a worker that is full. */
const ringEveryMs = 1_000;

export function createTickRunner(options: {
  readonly handlers: TickHandlers;
  readonly ring: (tick: TickName) => Promise<void>;
  readonly logger: QueueLogger;
}): TickRunner {
  const { handlers, ring, logger } = options;
  const running = new Map<TickName, Promise<void>>();
  const again = new Set<TickName>();
  const rungAt = new Map<TickName, number>();
  let stopped = false;

  async function run(tick: TickName, handler: NonNullable<TickHandlers[TickName]>): Promise<void> {
    do {
      again.delete(tick);
      try {
        const { more } = await handler(
          () => ring(tick),
          () => start(tick),
        );
        if (more === 'elsewhere' && !stopped) ringOthers(tick);
        if (more === 'yes' && !stopped) {
          again.add(tick);
          void ring(tick); // never rejects: what cannot be rung is run here
          await wait(pauseMs);
        }
      } catch (error) {
        logger.error({ err: error, tick }, 'a tick failed');
      }
    } while (again.has(tick) && !stopped);
    running.delete(tick); // in the same turn as the question above, so that no start falls between
  }

  function start(tick: TickName): void {
    const handler = handlers[tick];
    if (stopped || !handler) return;
    if (running.has(tick)) again.add(tick);
    else running.set(tick, run(tick, handler));
  }

  /** Whoever was woken goes on by itself, so a busy worker need not ring for each piece that it claims. */
  function ringOthers(tick: TickName): void {
    const now = performance.now();
    if (now - (rungAt.get(tick) ?? Number.NEGATIVE_INFINITY) < ringEveryMs) return;
    rungAt.set(tick, now);
    void ring(tick);
  }

  return {
    start,
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}
