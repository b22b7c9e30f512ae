import type { ConnectionToAuthorize } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { baseUrlAt } from './custom-host.js';
import { callbackUrl } from './redirect-uri.js';
import { serverInputs, serverSegment } from './server-segment.js';

export type ChosenRedirectUri =
  | { readonly kind: 'chosen'; readonly redirectUri: string }
  /** The vendor's choice of a callback host cannot be followed, or the inputs make no authorization server. */
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string };

/**
 * The redirect_uri of a new authorization request (RFC 6749 section 3.1.2): what the definition fixes, else on the
 * organization's own host where the environment names one, else on the region's. Never falls back from one host to
 * another: the provider knows the one that was registered. Where an input chooses the authorization server, each has its
 * own.
 */
export async function chooseRedirectUri(
  found: Pick<ConnectionToAuthorize, 'connectionConfigId' | 'environment' | 'callbackHost' | 'definition' | 'inputs'>,
  server: Pick<AuthorizationServer, 'callback'>,
  door: { readonly publicBaseUrl: string; readonly origin?: string },
): Promise<ChosenRedirectUri> {
  const { environment, callbackHost, definition } = found;
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
  const redirectUri = await redirectUriWith(found, base);
  return redirectUri === undefined
    ? {
        kind: 'misconfigured',
        field: `inputs.${serverInputs(definition)[0]}`,
        message: 'The inputs do not say which server it is.',
      }
    : { kind: 'chosen', redirectUri };
}

/**
 * The redirect URI of ours for these values of inputs, below a base URL: what is to be registered at the provider.
 * `undefined` while the inputs do not say which server it is.
 */
export async function redirectUriWith(
  {
    connectionConfigId,
    environment,
    definition,
    inputs,
  }: Pick<ConnectionToAuthorize, 'connectionConfigId' | 'environment' | 'definition' | 'inputs'>,
  baseUrl: string,
): Promise<string | undefined> {
  if (serverInputs(definition).length === 0) return callbackUrl(baseUrl, connectionConfigId, environment);
  const segment = await serverSegment(definition, environment, inputs);
  return segment && callbackUrl(baseUrl, connectionConfigId, environment, segment);
}
