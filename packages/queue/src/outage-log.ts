import type { QueueLogger } from './ticks.js';

/** Logs one warning when the queue fails and one line when it works again, however often it is told of either. */
export interface OutageLog {
  failed(error: unknown): void;
  works(): void;
}

export function createOutageLog(logger: QueueLogger): OutageLog {
  let failing = false;
  return {
    failed(error) {
      if (failing) return;
      failing = true;
      logger.warn({ err: error }, 'the queue fails; ticks go on from local timers');
    },
    works() {
      if (!failing) return;
      failing = false;
      logger.info({}, 'the queue works again');
    },
  };
}
