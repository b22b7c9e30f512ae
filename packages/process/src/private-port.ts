import Fastify from 'fastify';
import type { Logger } from 'pino';
import { type ListenOptions, listen } from './listen.js';
import type { Metrics } from './metrics.js';

/** Something that this process cannot work without. Resolves when it is there and rejects when it is not. */
export type ReadinessCheck = () => Promise<unknown>;

/** A sentence, or nothing. */
export type Warning = () => string | undefined;

/** Whether a host is served, for the proxy that gets its certificate. */
export type ServesHost = (host: string) => Promise<boolean>;

/** Where the private port listens, and what is asked for an answer. */
export interface PrivatePortOptions extends ListenOptions {
  /** By name: `database`, `queue`. */
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** What an operator has to know of a process that is ready all the same, by name; `undefined` while there is nothing. */
  readonly warnings?: Readonly<Record<string, Warning>>;
  /** Absent where nothing is served to browsers. */
  readonly servesHost?: ServesHost | undefined;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** A check that takes longer has failed; 2 s by default. */
  readonly timeoutMs?: number;
}

/** A running private port. */
export interface PrivatePort {
  /** Such as `http://127.0.0.1:9090`. */
  readonly url: string;
  /** Answers 503 from now on, while the process works off what it has: load balancers then send nothing new. */
  drain(): void;
  close(): Promise<void>;
}

/**
 * Serves, on a port for the operator's own network, `GET /healthz` (200 while the process lives), `GET /readyz` (200 when
 * every check passes, else 503, with the result of each check by name, `ok` or `failed`; why is in the log, told when it
 * changes; and `warnings` where there are any), `GET /metrics` (Prometheus) and, where hosts come and go, `GET
 * /serves-host?domain=…` (200 or 404), as proxies ask before they get a certificate.
 */
export async function startPrivatePort(options: PrivatePortOptions): Promise<PrivatePort> {
  const { checks, warnings = {}, servesHost, metrics, logger, timeoutMs = 2000 } = options;
  const app = Fastify({ logger: false });
  const failing = new Set<string>();
  let isDraining = false;

  const judge = async (name: string, check: ReadinessCheck): Promise<[name: string, result: 'ok' | 'failed']> => {
    try {
      await within(timeoutMs, check);
      if (failing.delete(name)) logger.info({ check: name }, 'readiness check passes again');
      return [name, 'ok'];
    } catch (err) {
      if (!failing.has(name)) logger.warn({ check: name, err }, 'readiness check failed');
      failing.add(name);
      return [name, 'failed'];
    }
  };
  // The process lives; a process without a public port is asked here.
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(Object.entries(checks).map(([name, check]) => judge(name, check)));
    const isReady = !isDraining && results.every(([, result]) => result === 'ok');
    const status = isReady ? 'ready' : isDraining ? 'draining' : 'not ready';
    const warned = Object.entries(warnings).flatMap(([name, warning]) => {
      const sentence = warning();
      return sentence === undefined ? [] : [[name, sentence] as const];
    });
    return reply.code(isReady ? 200 : 503).send({
      status,
      checks: Object.fromEntries(results),
      ...(warned.length === 0 ? {} : { warnings: Object.fromEntries(warned) }),
    });
  });

  if (servesHost)
    app.get<{ Querystring: { domain?: unknown } }>('/serves-host', async ({ query: { domain } }, reply) => {
      const isServed = typeof domain === 'string' && (await servesHost(domain));
      return reply.code(isServed ? 200 : 404).send({ served: isServed });
    });

  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));

  const url = await listen(app, options);
  const drain = () => {
    isDraining = true;
  };
  return { url, drain, close: () => app.close() };
}

async function within(timeoutMs: number, check: ReadinessCheck): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}
