import { setTimeout as wait } from 'node:timers/promises';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Logger } from 'pino';
import type { Behaviour } from './behaviour.js';
import { routes } from './configuration.js';
import type { Ledger, LedgerEntry } from './ledger.js';

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;

const bodyLimit = 64 * 1024;

/** The `grant_type` of a request that the library never gets to see. */
async function grantTypeOf(ctx: KoaContextWithOIDC): Promise<string | undefined> {
  let body = '';
  for await (const chunk of ctx.req) {
    body += String(chunk);
    if (body.length > bodyLimit) return undefined;
  }
  return new URLSearchParams(body).get('grant_type') ?? undefined;
}

function outcomeOf(ctx: KoaContextWithOIDC): string {
  const { error } = ctx.state as { readonly error?: unknown };
  if (typeof error === 'string') return error;
  const location = ctx.res.getHeader('location');
  if (typeof location === 'string') {
    const target = new URL(location, 'http://localhost');
    return target.pathname.startsWith('/interaction/') ? 'interaction' : (target.searchParams.get('error') ?? 'ok');
  }
  const body = ctx.body as { readonly error?: unknown } | null | undefined;
  if (typeof body === 'object' && typeof body?.error === 'string') return body.error;
  return ctx.status < 400 ? 'ok' : `http_${ctx.status}`;
}

/** Writes what happened to the ledger and to the log: names only, no value of a code, token or secret. */
export function recordRequest(ledger: Ledger, logger: Logger): (request: Omit<LedgerEntry, 'count'>) => void {
  return (request) => {
    ledger.record(request);
    logger.info(request, 'provider request');
  };
}

/** Counts every request to an endpoint once it is answered. */
export function observeRequests(record: (request: Omit<LedgerEntry, 'count'>) => void): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } finally {
      // `oidc` is there only when a route was found.
      const oidc = ctx.oidc as KoaContextWithOIDC['oidc'] | undefined;
      const misbehaved = ctx.state.misbehaved as Omit<LedgerEntry, 'count'> | undefined;
      if (misbehaved) record(misbehaved);
      else if (oidc) {
        const grantType = oidc.route === 'token' ? oidc.params?.grant_type : undefined;
        const request = { endpoint: oidc.route, outcome: outcomeOf(ctx) };
        record(typeof grantType === 'string' ? { ...request, grantType } : request);
      }
    }
  };
}

/** Lets the token endpoint misbehave as the switch says. `stopping` ends the waiting when the provider closes. */
export function misbehave(current: () => Behaviour, stopping: AbortSignal): Middleware {
  return async (ctx, next) => {
    const { tokenEndpoint, seconds = 5 } = current();
    if (ctx.path !== routes.token || ctx.method !== 'POST' || tokenEndpoint === 'ok') return next();
    if (tokenEndpoint === 'slow') {
      await wait(seconds * 1000, undefined, { signal: stopping }).catch(() => undefined);
      return next();
    }
    const grantType = await grantTypeOf(ctx);
    ctx.state.misbehaved = {
      endpoint: 'token',
      outcome: tokenEndpoint,
      ...(grantType === undefined ? {} : { grantType }),
    };
    if (tokenEndpoint === 'error_500') {
      ctx.status = 500;
      ctx.body = 'Internal Server Error';
      return;
    }
    ctx.respond = false;
    ctx.req.socket.destroy();
  };
}
