import { type Answer, errorAnswer, jsonAnswer, textAnswer } from '../answer.js';
import { authenticateClient } from '../client-authentication.js';
import type { IssuedTokens } from '../grants.js';
import type { RegisteredClient } from '../options.js';
import type { ServerRequest } from '../server-request.js';
import type { ServerState } from '../server-state.js';

/** The device authorization endpoint (RFC 8628 §3.1 and §3.2). */
export function deviceEndpoint(state: ServerState, request: ServerRequest): Answer {
  if (request.method !== 'POST') return textAnswer(405, 'POST only', 'refused:method', { allow: 'POST' });
  const [repeated] = request.repeated;
  if (repeated !== undefined) return errorAnswer('invalid_request', `${repeated} is given more than once`);
  const authentication = authenticateClient(state.clients, request);
  if ('refusal' in authentication) return authentication.refusal;
  const [deviceCode, code] = state.devices.issue(authentication.client.clientId, request.parameters.get('scope'));
  const verificationUri = `${state.issuer}/device`;
  return jsonAnswer(
    200,
    {
      device_code: deviceCode,
      user_code: code.userCode,
      verification_uri: verificationUri,
      verification_uri_complete: `${verificationUri}?user_code=${code.userCode}`,
      expires_in: state.settings.deviceCodeSeconds,
      interval: state.settings.deviceIntervalSeconds,
    },
    'served',
  );
}

/** RFC 8628 §3.4 and §3.5. Whoever polls sooner than allowed is told to slow down; a code gives tokens once. */
export function exchangeDeviceCode(
  state: ServerState,
  request: ServerRequest,
  client: RegisteredClient,
  issued: (tokens: Omit<IssuedTokens, 'family'>) => Answer,
): Answer {
  const value = request.parameters.get('device_code');
  if (value === undefined) return errorAnswer('invalid_request', 'device_code is missing');
  const code = state.devices.find(value);
  if (!code || code.clientId !== client.clientId) return errorAnswer('invalid_grant', 'This device code is not known');
  if (code.decision === 'used') return errorAnswer('invalid_grant', 'This device code has been used');
  const now = state.settings.now();
  if (now >= code.expiresAt) return errorAnswer('expired_token', 'This device code has expired');
  const waited = now - code.polledAt;
  code.polledAt = now;
  if (waited < code.interval * 1000) {
    code.interval += 5;
    return errorAnswer('slow_down', `${waited} ms is too soon`);
  }
  if (code.decision === 'none') return errorAnswer('authorization_pending', 'Nobody has decided yet');
  if (code.decision === 'denied') return errorAnswer('access_denied', 'The person said no');
  const { account } = code.decision;
  code.decision = 'used';
  return issued(state.grants.open(client.clientId, account, code.scope));
}
