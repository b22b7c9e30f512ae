import { hash } from 'node:crypto';
import { findApiKey, type VerifiedApiKey } from '@latchkey/db/management';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { RequestKey } from '../api.js';
import type { ApiDeps } from '../api-deps.js';
import { addressesOf, isAllowed } from '../cidr.js';
import { Problem } from '../errors.js';
import { outsideLimits } from '../key-reach.js';
import { peerAddress } from '../peer-address.js';
import { createKeyCache } from './key-cache.js';
import { countUnauthenticated, countWithKey, discountUnauthenticated } from './rate-limits.js';

/** `lk_` and 256 random bits in base64url. */
const shape = /^Bearer +(lk_[A-Za-z0-9_-]{43})$/i;

/** How long a verified key is remembered, from before it was looked up: so much longer a revoked one works at most. */
const rememberedMs = 10_000;

/**
 * Authenticates every request of the instance that it is registered on by its API key, and checks what the key may do
 * there: the address that it comes from, the scope that the route names, what limited keys may do on it.
 */
export const apiKeyAuthentication = fp<{
  deps: Pick<ApiDeps, 'db' | 'lastUses' | 'rateLimiter' | 'rateRules' | 'metrics'>;
}>(async (app, { deps }) => {
  const cache = createKeyCache<RequestKey>({ capacity: 10_000 });
  app.decorateRequest('apiKey');
  app.addHook('onRoute', ({ url, config }) => {
    if (!config?.scope) throw new Error(`the route ${url} names no scope`);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const given = shape.exec(request.headers.authorization ?? '')?.[1];
    const name = given === undefined ? undefined : hash('sha256', given, 'hex');
    const known = name === undefined ? undefined : cache.get(name);
    // No promise for a key that is known, which is nearly every request's.
    const problem = known ? admit(request, reply, known) : admitUnknown(request, reply, name);
    if (problem instanceof Promise) problem.then(done, done);
    else done(problem);
  });

  /** Counts the request, then admits it or answers why not. */
  function admit(
    request: FastifyRequest,
    reply: FastifyReply,
    key: RequestKey,
  ): Problem | undefined | Promise<Problem | undefined> {
    const limited = countWithKey(deps, reply, key);
    if (limited instanceof Promise) return limited.then((problem) => problem ?? refusal(request, key));
    return limited ?? refusal(request, key);
  }

  async function admitUnknown(
    request: FastifyRequest,
    reply: FastifyReply,
    name: string | undefined,
  ): Promise<Problem | undefined> {
    // Before the key is looked up: whoever guesses keys is to cost little.
    const limited = await countUnauthenticated(deps, request, reply);
    if (limited) return limited;
    const key = name === undefined ? undefined : await find(name);
    if (!key)
      return new Problem('unauthorized', {
        detail: 'Send an API key that is neither revoked nor expired as "Authorization: Bearer lk_…".',
      });
    discountUnauthenticated(deps, request);
    return admit(request, reply, key);
  }

  /** Why a counted request is not admitted; else it has its key. */
  function refusal(request: FastifyRequest, key: RequestKey): Problem | undefined {
    const address = peerAddress(request);
    if (key.allowedAddresses && !isAllowed(key.allowedAddresses, address))
      return new Problem('address_not_allowed', {
        detail: `The API key "${key.name}" may be used from ${key.allowedCidrs?.join(', ')} only.`,
      });
    request.apiKey = key;
    deps.lastUses.noteKey(key, address);
    const { scope, limitedKeys } = request.routeOptions.config;
    if (scope === undefined || !key.scopes.includes(scope))
      return new Problem('missing_scope', {
        detail: `The API key "${key.name}" lacks the scope ${scope}. Use a key that has it.`,
        members: { scope },
      });
    if (!key.reach || limitedKeys === 'held') return undefined;
    return limitedKeys === 'to_integrations' && key.reach.environment === undefined ? undefined : outsideLimits(key);
  }

  async function find(name: string): Promise<RequestKey | undefined> {
    const asked = performance.now();
    const found = await findApiKey(deps.db, Buffer.from(name, 'hex'));
    if (!found) return undefined;
    const key = toRequestKey(found);
    cache.put(name, key, asked + Math.min(rememberedMs, (found.secondsLeft ?? Number.POSITIVE_INFINITY) * 1000));
    return key;
  }
});

function toRequestKey({ secondsLeft: _, limits, ...key }: VerifiedApiKey): RequestKey {
  const { allowedCidrs, ...reach } = limits;
  return {
    ...key,
    ...(Object.keys(reach).length > 0 ? { reach } : {}),
    ...(allowedCidrs ? { allowedCidrs, allowedAddresses: addressesOf(allowedCidrs) } : {}),
  };
}
