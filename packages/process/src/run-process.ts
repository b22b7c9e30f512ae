import type { Logger } from 'pino';
import type { Metrics } from './metrics.js';
import { type ReadinessCheck, type ServesHost, startPrivatePort, type Warning } from './private-port.js';
import { startProcess } from './start-error.js';
import { stopOnSignals } from './stop-on-signals.js';
import type { Tracing } from './tracing/tracing.js';

/** What a process is made of, once it has started. */
export interface StartedProcess {
  readonly logger: Logger;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly warnings?: Readonly<Record<string, Warning>>;
  readonly servesHost?: ServesHost;
  readonly metrics: Metrics;
  readonly privatePort: { readonly host: string; readonly port: number };
  /** Where it listens, if it does. */
  readonly url?: string;
  readonly close: () => Promise<void>;
  /** Ended last: what happens while the process stops is traced too. */
  readonly tracing?: Tracing | undefined;
}

/** Longer than any request that must not be abandoned (30 s), and than its store. */
const stopTimeoutMs = 60_000;

/**
 * Runs one process from start to clean stop: starts it, opens the private port, and stops in order on SIGTERM. A start
 * that fails for a reason that a person can mend prints that reason alone and ends with exit code 1.
 */
export async function runProcess(start: () => Promise<StartedProcess>): Promise<void> {
  await startProcess(async () => {
    const { logger, checks, warnings = {}, servesHost, metrics, privatePort, url, close, tracing } = await start();
    const port = await startPrivatePort({
      ...privatePort,
      variable: 'PRIVATE_PORT',
      checks,
      warnings,
      servesHost,
      metrics,
      logger,
    });
    stopOnSignals({
      logger,
      timeoutMs: stopTimeoutMs,
      async stop() {
        port.drain();
        await close();
        await port.close();
        // Nobody waits for a collector that is away.
        await tracing?.stop().catch((err: unknown) => logger.warn({ err }, 'the last traces could not be sent'));
      },
    });
    logger.info({ url, privateUrl: port.url }, 'ready');
  });
}
