import { readPublishedKeys } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { isConfigServed } from '../../plugins/served-host.js';

/**
 * GET /.well-known/{connectionConfigId}/{environment}/jwks.json: the public keys that Latchkey signs client assertions
 * with (RFC 7517 section 5), for the provider. An id that names nothing has no keys.
 */
export function jwksRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { configId: string; environment: string } }>(
    '/.well-known/:configId/:environment/jwks.json',
    async (request, reply) => {
      const configId = parseId('connection_config', request.params.configId);
      const keys =
        configId && (await isConfigServed(deps, request, configId))
          ? await readPublishedKeys(deps.db, configId, request.params.environment)
          : [];
      return await reply
        .header('cache-control', 'public, max-age=300')
        .type('application/jwk-set+json')
        .send(JSON.stringify({ keys }));
    },
  );
}
