import type { ConnectionToAuthorize } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { baseUrlAt } from './custom-host.js';
import { callbackUrl } from './redirect-uri.js';

export type ChosenRedirectUri =
  | { readonly kind: 'chosen'; readonly redirectUri: string }
  /** The vendor's choice of a callback host cannot be followed. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string };

/**
 * The redirect_uri of a new authorization request (RFC 6749 section 3.1.2): what the definition fixes, else on the
 * organization's own host where the environment names one, else on the region's. Never falls back from one host to
 * another: the provider knows the one that was registered.
 */
export function chooseRedirectUri(
  found: Pick<ConnectionToAuthorize, 'connectionConfigId' | 'environment' | 'callbackHost'>,
  server: Pick<AuthorizationServer, 'callback'>,
  door: { readonly publicBaseUrl: string; readonly origin?: string },
): ChosenRedirectUri {
  const { connectionConfigId, environment, callbackHost } = found;
  if (server.callback.redirectUri !== undefined) return { kind: 'chosen', redirectUri: server.callback.redirectUri };
  const misconfigured = (message: string) =>
    ({ kind: 'misconfigured', field: `environments.${environment}.domainId`, message }) as const;
  if (callbackHost && callbackHost.state !== 'verified')
    return misconfigured(
      `The domain ${callbackHost.host} is not verified${callbackHost.state === 'lapsed' ? ' any more' : ''}: see its TXT record at GET /v1/domains.`,
    );
  const base = callbackHost ? baseUrlAt(callbackHost.host, door.publicBaseUrl) : door.publicBaseUrl;
  // Without a state nothing says whose answer it is, so that it cannot be handed back to the host with the cookie.
  if (server.callback.state === 'dropped' && door.origin !== undefined && door.origin !== base)
    return misconfigured(
      `The provider drops state, so its answer must come back to the host of the wizard: open the wizard at ${base}.`,
    );
  return { kind: 'chosen', redirectUri: callbackUrl(base, connectionConfigId, environment) };
}
