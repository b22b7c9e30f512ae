import type { ConnectionConfigId } from '../ids.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';

/**
 * The `iss` (RFC 9207) that a success brought, where no issuer is configured. It is pinned for a config, environment and
 * authorization endpoint: where an input chooses the host or the tenant, each has an issuer of its own.
 */
export interface IssuerPin {
  readonly connectionConfigId: ConnectionConfigId;
  readonly environment: string;
  readonly authorizationEndpoint: string;
  /** Absent: it came without. */
  readonly issuer?: string;
}

/** By what a pin is found besides config and environment: the endpoint's URL without its query, secret inputs left open. */
export function pinnedEndpoint({ authorize }: Pick<AuthorizationServer, 'authorize'>): string {
  const parts = (authorize?.url ?? []).map((part) => (typeof part === 'string' ? part : `{${part.name}}`));
  return parts.join('').split('?')[0] as string;
}

/** What a success pins, if anything: identifiers are URLs (RFC 8414 section 2), and what is none pins nothing. */
export function issuerPin(
  session: {
    readonly connectionConfigId: ConnectionConfigId;
    readonly environment: string;
    readonly terms: { readonly server: AuthorizationServer };
    readonly pinnedIssuer?: string;
  },
  issuer: string | undefined,
): IssuerPin | undefined {
  const { connectionConfigId, environment, terms, pinnedIssuer } = session;
  if (terms.server.issuer !== undefined || pinnedIssuer !== undefined) return undefined;
  const place = { connectionConfigId, environment, authorizationEndpoint: pinnedEndpoint(terms.server) };
  if (issuer === undefined) return place;
  return /^[\x21-\x7e]{1,2000}$/.test(issuer) ? { ...place, issuer } : undefined;
}
