import { createHash } from 'node:crypto';
import { findApiKey } from '@latchkey/db/management';
import fp from 'fastify-plugin';
import type { RequestKey } from '../api.js';
import type { ApiDeps } from '../api-deps.js';
import { Problem } from '../errors.js';
import { peerAddress } from '../peer-address.js';
import { createKeyCache } from './key-cache.js';

/** `lk_` and 256 random bits in base64url. */
const shape = /^Bearer +(lk_[A-Za-z0-9_-]{43})$/i;

/**
 * Authenticates every request of the instance that it is registered on by its API key, and checks the scope that the
 * route names. A verified key is remembered for ten seconds at most, so a revoked one works no longer than that.
 */
export const apiKeyAuthentication = fp<{ deps: Pick<ApiDeps, 'db' | 'lastUses'> }>(async (app, { deps }) => {
  const cache = createKeyCache<RequestKey>({ lifeMs: 10_000, capacity: 10_000 });
  app.decorateRequest('apiKey');
  app.addHook('onRoute', ({ url, config }) => {
    if (!config?.scope) throw new Error(`the route ${url} names no scope`);
  });
  app.addHook('onRequest', async (request) => {
    const given = shape.exec(request.headers.authorization ?? '')?.[1];
    const key = given === undefined ? undefined : await verify(given);
    if (!key)
      throw new Problem('unauthorized', {
        detail: 'Send an API key that is neither revoked nor expired as "Authorization: Bearer lk_…".',
      });
    request.apiKey = key;
    deps.lastUses.noteKey(key, peerAddress(request));
    const { scope } = request.routeOptions.config;
    if (scope === undefined || !key.scopes.includes(scope))
      throw new Problem('missing_scope', {
        detail: `The API key "${key.name}" lacks the scope ${scope}. Use a key that has it.`,
        members: { scope },
      });
  });

  async function verify(text: string): Promise<RequestKey | undefined> {
    const hash = createHash('sha256').update(text).digest();
    const name = hash.toString('hex');
    const known = cache.get(name) ?? (await findApiKey(deps.db, hash));
    if (!known || (known.expiresAt && known.expiresAt.getTime() <= Date.now())) return undefined;
    cache.put(name, known);
    return known;
  }
});
