import { randomBytes } from 'node:crypto';
import { type Answer, escapeHtml, pageAnswer, textAnswer } from '../answer.js';
import type { ConsentRequest } from '../consent-request.js';
import type { AuthorizationCode } from '../grants.js';
import type { OpenEntry } from '../ledger.js';
import type { AuthorizeFault, Fault } from '../script.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';

/** The authorization endpoint (RFC 6749 §4.1.1). What cannot be trusted to redirect is a page, all else goes back. */
export function authorizeEndpoint(
  state: ServerState,
  request: ServerRequest,
  fault: Fault | AuthorizeFault | undefined,
): Answer {
  if (request.method !== 'GET') return textAnswer(405, 'GET only', 'refused:method', { allow: 'GET' });
  const { parameters, repeated } = request;
  const clientId = parameters.get('client_id');
  const client = clientId === undefined || repeated.includes('client_id') ? undefined : state.clients.get(clientId);
  if (!client) return refusalPage('invalid_client', 'client_id is not of a registered client.');
  const redirectUri = repeated.includes('redirect_uri') ? undefined : parameters.get('redirect_uri');
  const only =
    client.redirectUris?.length === 1 && !repeated.includes('redirect_uri') ? client.redirectUris[0] : undefined;
  const redirectTo = redirectUri ?? only;
  if (redirectTo === undefined) return refusalPage('invalid_request', 'redirect_uri is missing.');
  const isRegistered = client.redirectUris?.includes(redirectTo) ?? URL.canParse(redirectTo);
  if (!isRegistered || redirectTo.includes('#')) {
    return refusalPage('invalid_redirect_uri', 'redirect_uri is not registered for this client.');
  }

  const scope = parameters.get('scope');
  const challenge = readChallenge(parameters);
  const asked: ConsentRequest = {
    clientId: client.clientId,
    redirectTo,
    state: parameters.get('state'),
    code: { redirectUri, scope, challenge: challenge === 'invalid' ? undefined : challenge },
    fault,
  };
  if (repeated.length > 0) return refuse(state, asked, 'invalid_request', `${repeated[0]} is given more than once`);
  const responseType = parameters.get('response_type');
  if (responseType === undefined) return refuse(state, asked, 'invalid_request', 'response_type is missing');
  if (responseType !== 'code') return refuse(state, asked, 'unsupported_response_type', 'Only code is supported');
  if (challenge === 'invalid')
    return refuse(state, asked, 'invalid_request', 'code_challenge or its method is invalid');
  if (challenge === undefined && state.settings.pkce === 'required') {
    return refuse(state, asked, 'invalid_request', 'code_challenge is missing');
  }

  if (fault?.kind === 'deny') return refuse(state, asked, 'access_denied', 'The resource owner said no');
  if (fault?.kind === 'authorization_error') return refuse(state, asked, fault.error, fault.description);
  if (fault?.kind === 'consent_page' || state.settings.consent === 'page') return consentPage(state, asked);
  return consent(state, asked);
}

/** The consent page's form: Allow or Deny, once. Redirects with 303, so that the POST is not repeated. */
export function consentEndpoint(state: ServerState, request: ServerRequest, entry: OpenEntry): Answer {
  if (request.method !== 'POST') return textAnswer(405, 'POST only', 'refused:method', { allow: 'POST' });
  const key = request.parameters.get('consent_request') ?? '';
  const asked = state.consentRequests.get(key);
  if (!asked) return refusalPage('consent_request', 'This page has been answered already.');
  state.consentRequests.delete(key);
  entry.clientId = asked.clientId;
  const isAllowed = request.parameters.get('decision') === 'allow';
  const answer = isAllowed
    ? consent(state, asked)
    : refuse(state, asked, 'access_denied', 'The resource owner said no');
  return { ...answer, status: 303 };
}

function readChallenge(parameters: ReadonlyMap<string, string>): AuthorizationCode['challenge'] | 'invalid' {
  const value = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (value === undefined) return parameters.has('code_challenge_method') ? 'invalid' : undefined;
  if (method !== 'S256' && method !== 'plain') return 'invalid';
  return /^[A-Za-z0-9._~-]{43,128}$/.test(value) ? { value, method } : 'invalid';
}

function consent(state: ServerState, asked: ConsentRequest): Answer {
  const code = state.grants.issueCode({
    ...asked.code,
    clientId: asked.clientId,
    account: state.account,
    expiresAt: state.settings.now() + state.settings.codeSeconds * 1000,
  });
  return redirect(state, asked, { code }, 'consented');
}

function refuse(state: ServerState, asked: ConsentRequest, error: string, description?: string): Answer {
  const parameters = description === undefined ? { error } : { error, error_description: description };
  return redirect(state, asked, parameters, `refused:${error}`);
}

/** The authorization response (RFC 6749 §4.1.2, RFC 9207 §2), added to whatever query the redirect URI has. */
function redirect(
  { issuer, settings }: ServerState,
  { redirectTo, state, fault }: ConsentRequest,
  parameters: Readonly<Record<string, string>>,
  outcome: Answer['outcome'],
): Answer {
  const query = new URLSearchParams(parameters);
  if (fault?.kind === 'wrong_state') query.set('state', fault.state);
  else if (state !== undefined && fault?.kind !== 'drop_state') query.set('state', state);
  if (fault?.kind === 'wrong_iss') query.set('iss', fault.iss);
  else if (settings.iss === 'sent' && fault?.kind !== 'drop_iss') query.set('iss', issuer);
  if (fault?.kind === 'extra_parameters') {
    for (const [name, value] of Object.entries(fault.parameters)) query.set(name, value);
  }
  const location = `${redirectTo}${redirectTo.includes('?') ? '&' : '?'}${query}`;
  return textAnswer(302, '', outcome, { location, 'referrer-policy': 'no-referrer' });
}

function consentPage(state: ServerState, asked: ConsentRequest): Answer {
  const key = randomBytes(16).toString('base64url');
  state.consentRequests.set(key, asked);
  const main = `<p><strong>${escapeHtml(asked.clientId)}</strong> asks for access to the account <strong>${escapeHtml(state.account)}</strong>.</p>
<p>Scope: ${escapeHtml(asked.code.scope ?? 'none')}</p>
<form method="post" action="/consent">
<input type="hidden" name="consent_request" value="${key}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`;
  return pageAnswer(200, 'Allow access?', main, 'asked');
}

function refusalPage(error: string, sentence: string): Answer {
  return pageAnswer(400, 'This request cannot go on', `<p>${escapeHtml(sentence)}</p>`, `refused:${error}`);
}
