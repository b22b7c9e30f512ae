import type { ConsumedAuthorization, SessionFacts } from '../authorize/authorization-session.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { GrantId } from '../ids.js';
import { learnExpiry } from '../introspect/learn-expiry.js';
import { plainText } from '../plain-text.js';
import type { Ports } from '../ports.js';
import { awaitRevocations } from '../revoke/account-reach.js';
import { storeGrant } from '../token/keep-grant.js';
import { type ObtainedTokens, obtainTokens } from '../token/obtain-tokens.js';
import { openRequestValues } from '../token/open-client.js';
import { authorizationExplanations } from './authorization-failure.js';
import type { AuthorizationResponse } from './authorization-response.js';
import { issuerPin } from './issuer-pin.js';

export type RedeemPorts = Pick<
  Ports,
  | 'authorizationSessions'
  | 'confirmations'
  | 'parkedResponses'
  | 'grants'
  | 'vault'
  | 'transport'
  | 'clock'
  | 'random'
  | 'notices'
  | 'times'
  | 'bell'
  | 'tracing'
>;

export type ConsumedSession = Extract<ConsumedAuthorization, { readonly kind: 'consumed' }>['session'];

/** How a flow ended whose session was found. */
export type EndedAuthorization =
  | { readonly kind: 'succeeded'; readonly session: SessionFacts }
  | {
      readonly kind: 'failed';
      readonly session: SessionFacts;
      readonly error: AuthorizationError;
      readonly details: Readonly<Record<string, string>>;
    };

/** A grant is kept that nobody can read before the same browser has confirmed whose account it is. */
export interface UnconfirmedAuthorization {
  readonly kind: 'unconfirmed';
  readonly session: SessionFacts;
}

/** How long that question waits for its answer; then the grant is revoked. */
export const confirmationSeconds = 600;

/** Redeems a code for the session that it was given to (RFC 6749 section 4.1.3), with all that its definition asks for. */
export async function redeemCode(
  ports: RedeemPorts,
  session: ConsumedSession,
  response: Pick<AuthorizationResponse & { readonly kind: 'code' }, 'code' | 'state' | 'context'>,
): Promise<ObtainedTokens> {
  const values = await openSessionValues(ports, session).catch(async (error: unknown) => {
    // A fault of ours. The session is spent, so its end is told to the browser that comes again.
    await failAuthorization(ports, session, 'provider_unavailable', { cause: 'internal fault' }).catch(() => undefined);
    throw error;
  });
  await awaitRevocations(ports, session);
  return await obtainTokens(ports, session.terms.server, values, {
    code: response.code,
    redirectUri: session.terms.redirectUri,
    state: response.state,
    scope: session.requestedScopes.join(session.terms.server.scopeSeparator),
    ...(values.codeVerifier ? { codeVerifier: values.codeVerifier } : {}),
    callback: response.context,
  });
}

/** What a session's code brought. */
interface Redeemed {
  readonly grantId: GrantId;
  readonly session: ConsumedSession;
  readonly iss: string | undefined;
  readonly obtained: ObtainedTokens & { readonly kind: 'obtained' };
}

/** Stores it; the session's connection is active from then on. */
export async function storeConnected(ports: RedeemPorts, redeemed: Redeemed): Promise<EndedAuthorization> {
  const pin = issuerPin(redeemed.session, redeemed.iss);
  const { wizardSessionId, id: authorizationSessionId } = redeemed.session;
  const by = wizardSessionId === undefined ? { authorizationSessionId } : { wizardSessionId };
  const kept = await keep(ports, redeemed, (grant, details) =>
    ports.grants.create({ ...grant, ...(pin ? { pin } : {}) }, { kind: 'connected', ...by, details }),
  );
  return kept === 'given_up' ? givenUp(redeemed.session) : { kind: 'succeeded', session: factsOf(redeemed.session) };
}

/** It was cancelled, or overtaken, while its code was redeemed: the store ended it, and its tokens will be revoked. */
function givenUp(session: SessionFacts): EndedAuthorization {
  return { kind: 'failed', session: factsOf(session), error: 'superseded', details: {} };
}

/** Stores it apart from the connection, which keeps what it has until the person says whose account it is. */
export async function storeUnconfirmed(
  ports: RedeemPorts,
  redeemed: Redeemed,
): Promise<UnconfirmedAuthorization | EndedAuthorization> {
  const authorizationSessionId = redeemed.session.id;
  const kept = await keep(ports, redeemed, (grant, details) =>
    ports.confirmations.create({ ...grant, authorizationSessionId }, { withinSeconds: confirmationSeconds, details }),
  );
  return kept === 'given_up' ? givenUp(redeemed.session) : { kind: 'unconfirmed', session: factsOf(redeemed.session) };
}

async function keep<Kept extends string>(
  ports: RedeemPorts,
  { grantId, session, iss, obtained }: Redeemed,
  store: Parameters<typeof storeGrant<Kept>>[3],
): Promise<Kept> {
  const { organizationId, connectionId, terms, requestedScopes } = session;
  const issued = iss === undefined ? {} : { iss: plainText(iss) };
  const grant = { grantId, organizationId, connectionId, authorizationSessionId: session.id, terms, requestedScopes };
  const kept = await storeGrant(ports, grant, obtained, (kept, details) => store(kept, { ...issued, ...details }));
  if (kept !== 'given_up')
    await learnExpiry(ports, { ...session, grantId, generation: 1, context: obtained.context }, obtained.answer);
  return kept;
}

/** Ends a session as failed, with its event. */
export async function failAuthorization(
  ports: Pick<Ports, 'authorizationSessions'>,
  session: SessionFacts,
  error: AuthorizationError,
  details: Readonly<Record<string, string>>,
): Promise<EndedAuthorization> {
  await ports.authorizationSessions.fail(
    session.organizationId,
    session.id,
    { kind: 'failed', error, details },
    {
      kind: 'authorization_failed',
      reason: error,
      details: { ...details, explanation: authorizationExplanations[error] },
    },
  );
  return { kind: 'failed', session: factsOf(session), error, details };
}

/** What doors may know of a session. */
export function factsOf({ id, organizationId, connectionId, display }: SessionFacts): SessionFacts {
  return { id, organizationId, connectionId, display };
}

async function openSessionValues(ports: RedeemPorts, session: ConsumedSession) {
  const { organizationId, codeVerifier } = session;
  await ports.vault.prepare(organizationId); // a code is good for one try
  const purpose = { organizationId, row: session.id, field: 'authorization_session.code_verifier' } as const;
  const opened = codeVerifier ? await ports.vault.open(purpose, codeVerifier) : undefined;
  return { ...(await openRequestValues(ports, session)), ...(opened ? { codeVerifier: opened } : {}) };
}
