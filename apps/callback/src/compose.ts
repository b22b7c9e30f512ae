import { openDoor } from '@latchkey/compose';
import { findCustomDomain } from '@latchkey/db';
import { isCustomHost } from '@latchkey/oauth';
import {
  listen,
  type Metrics,
  type ReadinessCheck,
  type ServesHost,
  type Tracing,
  type Warning,
} from '@latchkey/process';
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
  /** The host of a configured base URL, or a verified domain; without a port. */
  readonly servesHost: ServesHost;
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
  const { regions } = config;
  const own = [publicUrl, ...(wizardUrl === undefined ? [] : [wizardUrl])];
  const door = await openDoor(config, { name: 'callback', poolMax: 10, logger, tracing });
  const metrics = createCallbackMetrics(registry);
  const { ports, db } = door;
  const { rateLimiter, rateRules } = door;
  const limits = { rateLimiter, rateRules, trustedProxies: config.trustedProxies };
  const app = await buildCallback({ ports, db, metrics, ...limits, publicUrl, wizardUrl, regions, tracing }, logger);
  const close = async () => {
    door.depart();
    await app.close();
    await door.close();
  };
  try {
    const url = await listen(app, { host: config.host, port: config.port, variable: 'PORT' });
    const { checks, warnings, depart } = door;
    const servesHost: ServesHost = async (host) =>
      own.some((url) => new URL(url).hostname === host) ||
      (isCustomHost(host) && (await findCustomDomain(db, host)) !== undefined);
    return { url, checks, warnings, servesHost, depart, close };
  } catch (error) {
    await close();
    throw error;
  }
}
