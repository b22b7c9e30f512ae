import { constants } from 'node:os';
import type { Logger } from 'pino';

/** How a process stops. */
export interface StopOptions {
  readonly logger: Logger;
  /** Stops everything in order: first what brings new work in, last what the work needs. Called once. */
  readonly stop: () => Promise<void>;
  /** After this the process ends with exit code 1, stopped or not. */
  readonly timeoutMs: number;
}

/**
 * Stops the process cleanly on SIGINT and SIGTERM, and when the process that started it with an IPC channel is gone; then
 * ends it with exit code 0, or 1 when `stop` rejected or took too long. A second signal ends it at once.
 *
 * Returns a function that begins the same stop for another reason.
 */
export function stopOnSignals({ logger, stop, timeoutMs }: StopOptions): (reason: string) => void {
  let isStopping = false;
  const begin = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => {
      logger.error({ timeoutMs }, 'not stopped in time, ending anyway');
      process.exit(1);
    }, timeoutMs).unref();
    // A rejection and a synchronous throw are the same to us.
    Promise.resolve()
      .then(stop)
      .then(
        () => {
          logger.info('stopped');
          process.exit(0);
        },
        (err: unknown) => {
          logger.error({ err }, 'could not stop cleanly');
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!isStopping) return begin(signal);
      logger.warn({ reason: signal }, 'second signal, ending at once');
      process.exit(128 + constants.signals[signal]);
    });
  if (process.channel) process.on('disconnect', () => begin('the starting process is gone'));
  return begin;
}
