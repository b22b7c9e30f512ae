import type { RepeatedOutcome, SessionFacts } from '../authorize/authorization-session.js';
import type { GrantId } from '../ids.js';
import { plainText, scrubbedText } from '../plain-text.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { failureDetails } from '../token/failure-details.js';
import { openClient } from '../token/open-client.js';
import { authorizationErrorOf, tokenErrorOf } from './authorization-failure.js';
import { type AuthorizationResponse, readAuthorizationResponse } from './authorization-response.js';
import { type AwaitingCompletion, awaitAgain, awaitCompletion } from './await-completion.js';
import { isSignedCallback } from './callback-signature.js';
import type { CallbackParameters } from './parked-parameters.js';
import {
  type ConsumedSession,
  type EndedAuthorization,
  failAuthorization,
  type RedeemPorts,
  redeemCode,
  storeConnected,
  storeUnconfirmed,
  type UnconfirmedAuthorization,
} from './redeem-code.js';
import { issuerProblem } from './session-integrity.js';

const pinnedCause =
  'earlier sign-ins pinned another one: if the provider has really changed it, POST …/environments/{environment}/reset-issuer of the connection config';

/** What came of a callback whose session was taken. */
export type FinishedAuthorization = EndedAuthorization | UnconfirmedAuthorization | AwaitingCompletion | Forged;

/** Not from the server that the flow was made for: the code, if any, went nowhere. */
interface Forged {
  readonly kind: 'forged';
  readonly why: string;
}

/**
 * Goes on with a taken session: redeems the code of its response and stores the grant; where the flow is finished outside
 * of a wizard session, keeps the response until somebody says that it is theirs. One that was bound to its session by
 * state is the connection's at once; one that came without has to be confirmed.
 */
export async function finishAuthorization(
  ports: RedeemPorts,
  callback: {
    readonly grantId: GrantId;
    readonly session: ConsumedSession;
    readonly parameters: CallbackParameters;
    readonly boundBy: 'state' | 'browser';
  },
): Promise<FinishedAuthorization> {
  const { session, parameters } = callback;
  const judged = await judgeResponse(ports, session, parameters);
  if (judged.kind !== 'code') return judged;
  const { completion } = session;
  if (completion) return await awaitCompletion(ports, { ...session, completion }, parameters);
  return await redeemResponse(ports, { ...callback, response: judged });
}

type CodeResponse = AuthorizationResponse & { readonly kind: 'code' };

/** Reads the response that a taken session got, and checks `iss` and signature. Whatever brings no code ends the session. */
export async function judgeResponse(
  ports: Pick<RedeemPorts, 'authorizationSessions' | 'vault'>,
  session: ConsumedSession,
  parameters: CallbackParameters,
): Promise<CodeResponse | EndedAuthorization | Forged> {
  const { server } = session.terms;
  const response = readAuthorizationResponse(parameters, server.callback.names, server.callback.state);
  if (response.kind === 'malformed') {
    const cause = 'the callback brought neither a code nor an error under the names that the definition gives';
    return await failAuthorization(ports, session, 'invalid_response', { cause });
  }
  const { pinnedIssuer } = session;
  const issuer = issuerProblem(server, response.iss, pinnedIssuer);
  if (issuer) {
    const pinned = server.issuer === undefined && pinnedIssuer !== undefined ? pinnedIssuer : undefined;
    await failAuthorization(ports, session, 'invalid_response', {
      cause: `iss ${issuer}${pinned === undefined ? '' : `; ${pinnedCause}`}`,
      ...(pinned === undefined ? {} : { pinnedIssuer: pinned }),
      ...(response.iss === undefined ? {} : { iss: plainText(response.iss) }),
    });
    return { kind: 'forged', why: `iss_${issuer}` };
  }
  if (response.kind === 'error') {
    const details = {
      ...Object.fromEntries(Object.entries(response.others).map(([name, value]) => [name, scrubbedText(value)])),
      endpoint: 'authorization',
      error: scrubbedText(response.error),
      ...(response.errorDescription === undefined ? {} : { description: scrubbedText(response.errorDescription) }),
    };
    const error = authorizationErrorOf(standardError(server, response.error));
    return await failAuthorization(ports, session, error, details);
  }
  const { signature } = server.callback;
  if (signature) {
    const { clientSecret } = await openClient(ports, session);
    if (!(await isSignedCallback(signature, parameters, clientSecret)))
      return await failAuthorization(ports, session, 'invalid_response', {
        cause: 'the signature of the callback is not right',
      });
  }
  return response;
}

/** Redeems the code of a response that was judged, and stores the grant. */
export async function redeemResponse(
  ports: RedeemPorts,
  redeemed: {
    readonly grantId: GrantId;
    readonly session: ConsumedSession;
    readonly response: CodeResponse;
    readonly boundBy: 'state' | 'browser';
  },
): Promise<EndedAuthorization | UnconfirmedAuthorization> {
  const { grantId, session, response, boundBy } = redeemed;
  const obtained = await redeemCode(ports, session, response);
  if (obtained.kind === 'failure')
    return await failAuthorization(ports, session, tokenErrorOf(obtained), failureDetails(obtained));
  const kept = { grantId, session, iss: response.iss, obtained };
  return boundBy === 'state' ? await storeConnected(ports, kept) : await storeUnconfirmed(ports, kept);
}

/** The first result again, for a browser that comes back. */
export async function firstResult(
  ports: Pick<RedeemPorts, 'parkedResponses' | 'vault' | 'random'>,
  session: SessionFacts,
  outcome: RepeatedOutcome,
): Promise<EndedAuthorization | UnconfirmedAuthorization | AwaitingCompletion> {
  switch (outcome.kind) {
    case 'parked':
      return await awaitAgain(ports, session, outcome.completion);
    case 'succeeded':
    case 'unconfirmed':
      return { kind: outcome.kind, session };
    case 'failed':
      return { kind: 'failed', session, error: outcome.error, details: outcome.details };
    case 'pending':
      return { kind: 'failed', session, error: 'provider_unavailable', details: {} };
  }
}

/** Takes a session; while an earlier request of the same browser is still being worked on, waits for its result. */
export async function takeSession<
  Taken extends { readonly kind: string; readonly outcome?: { readonly kind: string } },
>(ports: Pick<RedeemPorts, 'clock' | 'times'>, take: () => Promise<Taken>): Promise<Taken> {
  const giveUpAt = ports.clock.monotonic() + ports.times.requestTimeout;
  for (let wait = ports.times.readerPollFirst; ; wait = Math.min(wait * 2, ports.times.readerPollMax)) {
    const taken = await take();
    if (taken.outcome?.kind !== 'pending' || ports.clock.monotonic() > giveUpAt) return taken;
    await ports.clock.sleep(wait);
  }
}

/** A code of the provider's own, as the standard one that its definition says it means. */
function standardError({ callback }: AuthorizationServer, error: string): string {
  return (callback.errors && Object.hasOwn(callback.errors, error) ? callback.errors[error] : undefined) ?? error;
}
