import { findCustomDomain, hasConnectionConfig } from '@latchkey/db';
import { baseUrlAt, type ConnectionConfigId, isCustomHost, type OrganizationId } from '@latchkey/oauth';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { CallbackDeps } from '../callback-deps.js';
import { BrowserRefusal } from '../errors.js';

/** Which of this door's hosts a request came to: only names from the configuration or the table of verified domains. */
export interface ServedHost {
  /** Its base URL, without a slash at its end. Never made of the request's text. */
  readonly baseUrl: string;
  /** On a custom domain: the only organization whose pages and callbacks are served there. */
  readonly organizationId?: OrganizationId;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any route runs, but for those that answer at every address. */
    served: ServedHost;
  }
}

/** Says nothing of anybody; load balancers ask for it by address. */
const anywhere = new Set(['/healthz']);
/** Whoever tries hosts writes no more than a short line so often: enough to find a proxy that does not pass `Host` on. */
const told = { everyMs: 60_000, characters: 100 };

/**
 * Answers 421 (RFC 9110 section 15.5.20) to a request for a host that is not this door's: one `Host`, exactly as browsers
 * write it, that is of a configured base URL or a verified domain. `X-Forwarded-Host` is not read, and a request target in
 * absolute form, which would overrule `Host` (RFC 9112 section 3.2.2), is for proxies.
 */
export const servedHost = fp(
  async (app, { deps }: { readonly deps: Pick<CallbackDeps, 'db' | 'ports' | 'publicUrl' | 'wizardUrl'> }) => {
    const { port } = new URL(deps.publicUrl);
    const suffix = port === '' ? '' : `:${port}`;
    const configured = configuredHosts(deps);

    const find = async (host: string): Promise<ServedHost | undefined> => {
      const known = configured.get(host);
      if (known) return known;
      const name = suffix !== '' && host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
      if (host !== `${name}${suffix}` || !isCustomHost(name)) return undefined;
      const domain = await findCustomDomain(deps.db, name);
      return domain && { baseUrl: baseUrlAt(name, deps.publicUrl), organizationId: domain.organizationId };
    };

    let silentUntil = Number.NEGATIVE_INFINITY;
    const tell = (request: FastifyRequest, host: string | undefined) => {
      const now = deps.ports.clock.monotonic();
      if (now < silentUntil) return;
      silentUntil = now + told.everyMs;
      request.log.warn({ host: host?.slice(0, told.characters) }, 'request for a host that is not ours');
    };

    app.decorateRequest('served');
    app.addHook('onRequest', async (request) => {
      if (anywhere.has(request.raw.url ?? '')) return;
      const host = onlyHost(request);
      const found = host !== undefined && request.raw.url?.startsWith('/') ? await find(host) : undefined;
      if (!found) {
        tell(request, host);
        throw new BrowserRefusal(421, 'host_unknown', 'This address is not served here.');
      }
      request.served = found;
    });
  },
);

/** The hosts that need no look-up, as browsers write them. */
export function configuredHosts({
  publicUrl,
  wizardUrl,
}: Pick<CallbackDeps, 'publicUrl' | 'wizardUrl'>): ReadonlyMap<string, ServedHost> {
  const baseUrls = [publicUrl, ...(wizardUrl === undefined ? [] : [wizardUrl])];
  return new Map(baseUrls.map((baseUrl) => [new URL(baseUrl).host, { baseUrl }]));
}

/** The `Host` of a request; `undefined` when it has none or several. */
export function onlyHost(request: FastifyRequest): string | undefined {
  const { rawHeaders } = request.raw;
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
  return hosts.length === 1 ? hosts[0] : undefined;
}

/** Whether a connection config's callbacks and keys are served at the host that the request came to. */
export async function isConfigServed(
  deps: Pick<CallbackDeps, 'db'>,
  request: FastifyRequest,
  configId: ConnectionConfigId,
): Promise<boolean> {
  const { organizationId } = request.served;
  return organizationId === undefined || (await hasConnectionConfig(deps.db, organizationId, configId));
}

/** Whether something of this organization may be shown at the host that the request came to. */
export function isServed(request: FastifyRequest, organizationId: OrganizationId): boolean {
  const { organizationId: only } = request.served;
  return only === undefined || only === organizationId;
}
