import { createServer, type IncomingMessage } from 'node:http';
import { buildCallback, createCallbackMetrics } from '@latchkey/callback';
import { createRateLimiter, defaultRateLimits, type OpenDoor, rateRules } from '@latchkey/compose';
import type { Ports } from '@latchkey/oauth';
import { createMetrics } from '@latchkey/process';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Scope } from '../scope.js';

/** The product as it is, but for what a script takes away or puts before it. Empty: the product. */
export interface Composition {
  /** Stand in for the ports of the same name, in the browser door and in the worker. */
  ports?(ports: Ports): Partial<Ports>;
  /** Sees each request before the browser door does, and may change it. */
  arrives?(request: IncomingMessage): void;
  /** Adds hooks and routes of its own to the browser door. */
  door?(app: FastifyInstance): void;
  /** What each API key may do besides what it was minted for. */
  readonly keyScopes?: readonly string[];
}

/** A browser door at one address, which can be exchanged for another composition. */
export interface Switchboard {
  compose(composition: Composition): Promise<void>;
}

/** Lets the product's own browser door listen at `publicUrl`. */
export async function startSwitchboard(
  scope: Scope,
  options: {
    readonly publicUrl: string;
    readonly door: Pick<OpenDoor, 'db'> & { readonly ports: Ports };
    readonly logger: FastifyBaseLogger;
  },
): Promise<Switchboard> {
  const { publicUrl, door, logger } = options;
  let arrives: Composition['arrives'];
  const build = async (composition: Composition): Promise<FastifyInstance> => {
    const ports = { ...door.ports, ...composition.ports?.(door.ports) };
    const metrics = createCallbackMetrics(createMetrics());
    const regions = { region: 'local', residency: 'local', peers: [] };
    const rateLimiter = createRateLimiter({ db: door.db, clock: ports.clock, onFailure: (err) => logger.warn(err) });
    const limits = { rateLimiter, rateRules: rateRules(defaultRateLimits) };
    const app = await buildCallback({ ports, db: door.db, metrics, ...limits, publicUrl, regions }, logger);
    composition.door?.(app);
    await app.ready();
    return app;
  };
  let app = await build({});
  const server = createServer((request, response) => {
    arrives?.(request);
    app.routing(request, response);
  });
  const { hostname, port } = new URL(publicUrl);
  await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
  scope.teardown(async () => {
    server.close();
    server.closeAllConnections();
    await app.close();
  });
  return {
    async compose(composition) {
      const before = app;
      app = await build(composition);
      arrives = composition.arrives;
      await before.close();
    },
  };
}
