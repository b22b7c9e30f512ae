import type { AuthorizationOutcome, ConsumedAuthorization } from '../authorize/authorization-session.js';
import { regionOfState } from '../authorize/state.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { ConnectionConfigId, GrantId } from '../ids.js';
import { scrubbedText } from '../plain-text.js';
import type { Ports } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { sha256 } from '../random.js';
import { failureDetails } from '../token/failure-details.js';
import { openClient } from '../token/open-client.js';
import { authorizationErrorOf, tokenErrorOf } from './authorization-failure.js';
import { findState, readAuthorizationResponse } from './authorization-response.js';
import { isSignedCallback } from './callback-signature.js';
import {
  type ConsumedSession,
  type EndedAuthorization,
  failAuthorization,
  type RedeemPorts,
  redeemCode,
  type SessionFacts,
  storeGrant,
} from './redeem-code.js';
import { issuerProblem } from './session-integrity.js';

export type CompletedAuthorization =
  | EndedAuthorization
  /** State, browser, config or issuer do not fit: a page, never a redirect; nothing was sent anywhere. */
  | { readonly kind: 'forged'; readonly why: string }
  /** The state was made in another region. */
  | { readonly kind: 'wrong_region'; readonly region: string };

/**
 * Ends a flow at the callback URL: consumes the authorization session (same config, environment and browser, once),
 * checks `iss`, redeems the code where the flow was made for, and stores the grant (RFC 6749 section 4.1.3 and 4.1.4,
 * RFC 9207). A repeated callback in the same browser gets the first result.
 */
export async function completeAuthorization(
  ports: RedeemPorts,
  input: {
    readonly grantId: GrantId;
    readonly connectionConfigId: ConnectionConfigId;
    readonly environment: string;
    readonly parameters: readonly (readonly [string, string])[];
    /** SHA-256 of every session cookie that the browser sent. */
    readonly browserHashes: readonly Uint8Array[];
    readonly region: string;
  },
): Promise<CompletedAuthorization> {
  const found = findState(input.parameters);
  if (found.kind === 'malformed') return { kind: 'forged', why: found.why };
  const region = regionOfState(found.state);
  if (region === undefined) return { kind: 'forged', why: 'not_our_state' };
  if (region !== input.region) return { kind: 'wrong_region', region };

  const { connectionConfigId, environment, browserHashes } = input;
  const match = { stateHash: await sha256(found.state), connectionConfigId, environment, browserHashes };
  const consumed = await firstResult(ports, match);
  switch (consumed.kind) {
    case 'unknown':
      return { kind: 'forged', why: 'no_session_in_this_browser' };
    case 'ended':
      return failed(consumed.session, consumed.how === 'expired' ? 'expired' : 'superseded', {});
    case 'repeated':
      return repeated(consumed.session, consumed.outcome);
    case 'consumed':
      return await finish(ports, input.grantId, consumed.session, input.parameters);
  }
}

/** While the first callback of this browser is still being worked on, a repeated one waits for its result. */
async function firstResult(
  ports: RedeemPorts,
  match: Parameters<Ports['authorizationSessions']['consume']>[0],
): Promise<ConsumedAuthorization> {
  const giveUpAt = ports.clock.monotonic() + ports.times.requestTimeout;
  for (let wait = ports.times.readerPollFirst; ; wait = Math.min(wait * 2, ports.times.readerPollMax)) {
    const consumed = await ports.authorizationSessions.consume(match);
    const pending = consumed.kind === 'repeated' && consumed.outcome.kind === 'pending';
    if (!pending || ports.clock.monotonic() > giveUpAt) return consumed;
    await ports.clock.sleep(wait);
  }
}

function repeated(
  session: SessionFacts,
  outcome: AuthorizationOutcome | { readonly kind: 'pending' },
): CompletedAuthorization {
  if (outcome.kind === 'succeeded') return { kind: 'succeeded', session };
  if (outcome.kind === 'failed') return failed(session, outcome.error, outcome.details);
  return failed(session, 'provider_unavailable', {});
}

function failed(
  session: SessionFacts,
  error: AuthorizationError,
  details: Readonly<Record<string, string>>,
): EndedAuthorization {
  return { kind: 'failed', session, error, details };
}

async function finish(
  ports: RedeemPorts,
  grantId: GrantId,
  session: ConsumedSession,
  parameters: readonly (readonly [string, string])[],
): Promise<CompletedAuthorization> {
  const { server } = session.terms;
  const response = readAuthorizationResponse(parameters, server.callback.names);
  if (response.kind === 'malformed') {
    const cause = 'the callback brought neither a code nor an error under the names that the definition gives';
    return await failAuthorization(ports, session, 'invalid_response', { cause });
  }
  const issuer = issuerProblem(server, response.iss);
  if (issuer) {
    // Not from the server that the flow was made for: the code, if any, goes nowhere.
    await failAuthorization(ports, session, 'invalid_response', { cause: `iss ${issuer}` });
    return { kind: 'forged', why: `iss_${issuer}` };
  }
  if (response.kind === 'error') {
    const details = {
      ...Object.fromEntries(Object.entries(response.others).map(([name, value]) => [name, scrubbedText(value)])),
      endpoint: 'authorization',
      error: scrubbedText(response.error),
      ...(response.errorDescription === undefined ? {} : { description: scrubbedText(response.errorDescription) }),
    };
    return await failAuthorization(
      ports,
      session,
      authorizationErrorOf(standardError(server, response.error)),
      details,
    );
  }
  const { signature } = server.callback;
  if (signature) {
    const { clientSecret } = await openClient(ports, session);
    if (!(await isSignedCallback(signature, parameters, clientSecret)))
      return await failAuthorization(ports, session, 'invalid_response', {
        cause: 'the signature of the callback is not right',
      });
  }
  const obtained = await redeemCode(ports, session, response);
  if (obtained.kind === 'failure')
    return await failAuthorization(ports, session, tokenErrorOf(obtained), failureDetails(obtained));
  return await storeGrant(ports, grantId, session, response.iss, obtained);
}

/** A code of the provider's own, as the standard one that its definition says it means. */
function standardError({ callback }: AuthorizationServer, error: string): string {
  return (callback.errors && Object.hasOwn(callback.errors, error) ? callback.errors[error] : undefined) ?? error;
}
