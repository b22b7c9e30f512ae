import { openDoor } from '@latchkey/compose';
import { listen, type Metrics, type ReadinessCheck, type Tracing, type Warning } from '@latchkey/process';
import type { Logger } from 'pino';
import { createApiMetrics } from './api-metrics.js';
import { buildApi } from './app.js';
import type { ApiConfig } from './config.js';
import { createLastUses } from './last-uses.js';

/** A running API. */
export interface RunningApi {
  /** Where it listens, such as `http://127.0.0.1:4100`. */
  readonly url: string;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly warnings: Readonly<Record<string, Warning>>;
  /** The process begins to stop, this door perhaps last. */
  depart(): void;
  close(): Promise<void>;
}

/** Joins the adapters, builds the door and lets it listen. */
export async function startApi(
  config: ApiConfig,
  logger: Logger,
  registry: Metrics,
  tracing?: Tracing,
): Promise<RunningApi> {
  const callbackPublicUrl = config.callbackPublicUrl.replace(/\/+$/, '');
  const wizardPublicUrl = config.wizardPublicUrl?.replace(/\/+$/, '');
  const { loopback, regions, trustedProxies = [] } = config;
  const door = await openDoor(config, { name: 'api', poolMax: 10, logger, tracing });
  const { db, ports, txt, egress } = door;
  const metrics = createApiMetrics(registry);
  const { rateLimiter, rateRules } = door;
  const lastUses = createLastUses(db, logger);
  const urls = { callbackPublicUrl, wizardPublicUrl };
  const counted = { rateLimiter, rateRules };
  const deps = { db, ports, ...counted, lastUses, metrics, ...urls, regions, txt, loopback, egress, tracing };
  const app = await buildApi(deps, logger, { trustedProxies });
  const close = async () => {
    door.depart();
    await app.close();
    await door.close();
  };
  try {
    const url = await listen(app, { host: config.host, port: config.port, variable: 'PORT' });
    const { checks, warnings, depart } = door;
    return { url, checks, warnings, depart, close };
  } catch (error) {
    await close();
    throw error;
  }
}
