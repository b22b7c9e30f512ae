import { hash } from 'node:crypto';
import { findApiKey } from '@latchkey/db/management';
import type { FastifyRequest } from 'fastify';
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
  app.addHook('onRequest', (request, _reply, done) => {
    const given = shape.exec(request.headers.authorization ?? '')?.[1];
    const name = given === undefined ? undefined : hash('sha256', given, 'hex');
    const known = name === undefined ? undefined : live(cache.get(name));
    // No promise for a key that is known, which is nearly every request's.
    if (known || name === undefined) return done(refusal(request, known));
    find(name)
      .then((key) => refusal(request, key))
      .then(done, done);
  });

  /** Admits the request, or answers why not. */
  function refusal(request: FastifyRequest, key: RequestKey | undefined): Problem | undefined {
    if (!key)
      return new Problem('unauthorized', {
        detail: 'Send an API key that is neither revoked nor expired as "Authorization: Bearer lk_…".',
      });
    request.apiKey = key;
    deps.lastUses.noteKey(key, peerAddress(request));
    const { scope } = request.routeOptions.config;
    if (scope !== undefined && key.scopes.includes(scope)) return undefined;
    return new Problem('missing_scope', {
      detail: `The API key "${key.name}" lacks the scope ${scope}. Use a key that has it.`,
      members: { scope },
    });
  }

  async function find(name: string): Promise<RequestKey | undefined> {
    const found = live(await findApiKey(deps.db, Buffer.from(name, 'hex')));
    if (found) cache.put(name, found);
    return found;
  }
});

function live(key: RequestKey | undefined): RequestKey | undefined {
  return key?.expiresAt && key.expiresAt.getTime() <= Date.now() ? undefined : key;
}
