import { authorizationRequestUrl } from '../authorize/authorization-request.js';
import { codeChallenge, createCodeVerifier } from '../authorize/pkce.js';
import type { HttpOutcome } from '../ports.js';
import { randomToken } from '../random.js';
import { type PreflightPorts, sendTrial, type TriedRegistration } from './check-client.js';
import { type Finding, finding } from './finding.js';
import { isFailing, isMissing } from './judge-client.js';

const field = 'definition.authorize.url';

/**
 * Whether the provider knows our callback URL: its authorization endpoint is asked once with it and twice with others
 * that nobody registered. Only where those two are answered alike, and ours otherwise, is ours known. The browser's part
 * is not played: no redirect is followed and nothing is remembered.
 */
export async function checkRedirectUri(
  ports: PreflightPorts,
  registration: TriedRegistration,
  callbackField: string,
): Promise<readonly Finding[]> {
  const { server, redirectUri } = registration;
  // A pushed request, or a code that a person copies, has no callback URL to compare here.
  if (!server.authorize || server.authorize.pushedUrl !== undefined || server.callback.delivery === 'out_of_band')
    return [];
  const ours = await asked(ports, registration, redirectUri);
  if (ours.kind === 'unbuilt') return [finding('request_unbuildable', field, ours.message)];
  const { outcome } = ours;
  if (outcome.kind === 'not_sent') return [finding('endpoint_unreachable', field, outcome.cause)];
  if (outcome.kind === 'no_answer') return [finding('endpoint_silent', field, outcome.cause)];
  const seen = `status ${outcome.status}`;
  if (isMissing(outcome.status)) return [finding('endpoint_missing', field, seen)];
  if (isFailing(outcome.status)) return [finding('endpoint_failing', field, seen)];

  const others: string[] = [];
  for (let count = 0; count < 2; count++) {
    const other = `https://${randomToken(ports.random, 9)
      .replace(/[^a-zA-Z0-9]/g, 'x')
      .toLowerCase()}.invalid/callback`;
    const answer = await asked(ports, registration, other);
    others.push(answer.kind === 'sent' ? likeness(answer.outcome, other) : 'unbuilt');
  }
  const reached = finding('endpoint_reached', field);
  const mine = likeness(outcome, redirectUri);
  const [first, second] = others;
  if (first === second && first !== mine && isWelcome(outcome.status))
    return [reached, finding('redirect_uri_known', callbackField, seen)];
  // 401 and 403 are walls in front of the endpoint: they say nothing of the request.
  if (isWelcome(outcome.status) || outcome.status === 401 || outcome.status === 403)
    return [reached, finding('redirect_uri_unclear', callbackField, seen)];
  return [reached, refused(outcome, seen, callbackField)];
}

function refused(outcome: HttpOutcome & { readonly kind: 'response' }, seen: string, callbackField: string): Finding {
  const words = outcome.body.slice(0, 20_000).toLowerCase();
  if (/redirect[_ ]?ur[il]|invalid_redirect|callback url/.test(words))
    return finding('redirect_uri_unknown', callbackField, seen);
  if (/invalid_client|unknown client|client_id|client id/.test(words))
    return finding('authorization_client_unknown', callbackField.replace(/callbackUrl$/, 'clientId'), seen);
  return finding('authorization_refused', field, seen);
}

async function asked(
  ports: PreflightPorts,
  { server, values, scopes }: TriedRegistration,
  redirectUri: string,
): Promise<
  { readonly kind: 'sent'; readonly outcome: HttpOutcome } | { readonly kind: 'unbuilt'; readonly message: string }
> {
  const { authorize } = server;
  if (!authorize) return { kind: 'unbuilt', message: 'there is no authorization endpoint' };
  const challenge =
    authorize.pkce === 'none' ? undefined : await codeChallenge(authorize.pkce, createCodeVerifier(ports.random));
  const request = {
    clientId: values.client.clientId,
    redirectUri,
    scopes,
    state: `preflight.${randomToken(ports.random, 24)}`,
    ...(challenge === undefined ? {} : { codeChallenge: challenge }),
  };
  const { client, ...others } = values;
  // Never the secret: what goes into this URL would be seen by a browser.
  const built = authorizationRequestUrl(ports, { ...server, authorize }, request, {
    ...others,
    client: { clientId: client.clientId },
  });
  if (built.kind === 'refused') return { kind: 'unbuilt', message: built.message };
  const url = built.url.split('#')[0] as string;
  const headers = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'en' };
  return { kind: 'sent', outcome: await sendTrial(ports, { method: 'GET', url, headers }) };
}

function isWelcome(status: number): boolean {
  return status >= 200 && status < 400;
}

/** What does not change from one equal request to the next: status, and where it leads without what is drawn anew. */
function likeness(outcome: HttpOutcome, redirectUri: string): string {
  if (outcome.kind !== 'response') return outcome.kind;
  const location = outcome.headers.location;
  if (location === undefined) return `${outcome.status}`;
  if (location.startsWith(redirectUri)) return `${outcome.status} callback`;
  const absolute = /^\/(?!\/)/.test(location) ? `https://same.invalid${location}` : location;
  if (!URL.canParse(absolute)) return `${outcome.status} elsewhere`;
  const { host, pathname, searchParams } = new URL(absolute);
  const path = pathname
    .split('/')
    .map((segment) => (segment.length > 12 || /\d/.test(segment) ? '*' : segment))
    .join('/');
  return `${outcome.status} ${host}${path} ${searchParams.get('error') ?? ''}`;
}
