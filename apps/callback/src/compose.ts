import { openDoor } from '@latchkey/compose';
import { listen, type Metrics, type ReadinessCheck, type Tracing, type Warning } from '@latchkey/process';
import type { Logger } from 'pino';
import { buildCallback } from './app.js';
import { createCallbackMetrics } from './callback-metrics.js';
import type { CallbackConfig } from './config.js';

/** A running callback door. */
export interface Callback {
  /** Where it listens, which need not be its public URL. */
  readonly url: string;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly warnings: Readonly<Record<string, Warning>>;
  /** The process begins to stop, this door perhaps last. */
  depart(): void;
  close(): Promise<void>;
}

/** Joins the adapters, builds the door and lets it listen. */
export async function startCallback(
  config: CallbackConfig,
  logger: Logger,
  registry: Metrics,
  tracing?: Tracing,
): Promise<Callback> {
  const publicUrl = config.publicUrl.replace(/\/+$/, '');
  const wizardUrl = config.wizardUrl?.replace(/\/+$/, '');
  const baseUrls = [publicUrl, ...(wizardUrl === undefined ? [] : [wizardUrl])];
  const door = await openDoor(config, { name: 'callback', poolMax: 10, baseUrls, logger, tracing });
  const metrics = createCallbackMetrics(registry);
  const { ports, db } = door;
  const app = await buildCallback({ ports, db, metrics, publicUrl, wizardUrl, region: config.region, tracing }, logger);
  const close = async () => {
    door.depart();
    await app.close();
    await door.close();
  };
  try {
    const url = await listen(app, { host: config.host, port: config.port, variable: 'LATCHKEY_CALLBACK_PORT' });
    const { checks, warnings, depart } = door;
    return { url, checks, warnings, depart, close };
  } catch (error) {
    await close();
    throw error;
  }
}
