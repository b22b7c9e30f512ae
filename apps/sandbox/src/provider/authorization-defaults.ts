import type { KoaContextWithOIDC } from 'oidc-provider';
import { routes } from './configuration.js';
import { defaultScope } from './scopes.js';

/**
 * Makes a plain RFC 6749 authorization request complete. `oidc-provider` drops `offline_access` (and so the refresh token)
 * unless the request says `prompt=consent` (OpenID Connect Core, section 11), which OAuth clients do not know; so every
 * request that may show a page is given it. A request without a scope gets the default one.
 */
export async function completeAuthorizationRequest(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  if (ctx.method === 'GET' && ctx.path === routes.authorization) {
    const { prompt, scope } = ctx.query;
    const changes: Record<string, string> = {};
    // A parameter that was sent twice is left alone: the library refuses it.
    if (prompt === undefined || (typeof prompt === 'string' && !/\b(consent|none)\b/.test(prompt)))
      changes.prompt = `${prompt ?? ''} consent`.trim();
    if (scope === undefined || scope === '') changes.scope = defaultScope;
    ctx.query = { ...ctx.query, ...changes };
  }
  await next();
}
