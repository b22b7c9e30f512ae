import type { AuthorizationSession, ConsumedAuthorization } from '../authorize/authorization-session.js';
import type { AuthorizationError } from '../connection/connection-event.js';
import type { GrantId } from '../ids.js';
import { learnExpiry } from '../introspect/learn-expiry.js';
import { plainText } from '../plain-text.js';
import type { Ports } from '../ports.js';
import { keepGrant } from '../token/keep-grant.js';
import { type ObtainedTokens, obtainTokens } from '../token/obtain-tokens.js';
import { openRequestValues } from '../token/open-client.js';
import { authorizationExplanations } from './authorization-failure.js';
import type { AuthorizationResponse } from './authorization-response.js';

export type RedeemPorts = Pick<
  Ports,
  'authorizationSessions' | 'grants' | 'vault' | 'transport' | 'clock' | 'random' | 'notices' | 'times' | 'bell'
>;

/** What doors may know of a session: no hash, no sealed value, no client. */
export type SessionFacts = Pick<AuthorizationSession, 'id' | 'organizationId' | 'connectionId' | 'display'>;
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
  return await obtainTokens(ports, session.terms.server, values, {
    code: response.code,
    redirectUri: session.terms.redirectUri,
    state: response.state,
    scope: session.requestedScopes.join(session.terms.server.scopeSeparator),
    ...(values.codeVerifier ? { codeVerifier: values.codeVerifier } : {}),
    callback: response.context,
  });
}

/** Stores what a session's code brought; its connection is active from then on. */
export async function storeGrant(
  ports: RedeemPorts,
  grantId: GrantId,
  session: ConsumedSession,
  iss: string | undefined,
  obtained: ObtainedTokens & { readonly kind: 'obtained' },
): Promise<EndedAuthorization> {
  const { organizationId, connectionId, terms, requestedScopes } = session;
  const details = iss === undefined ? {} : { iss: plainText(iss) };
  const grant = { grantId, organizationId, connectionId, authorizationSessionId: session.id, terms, requestedScopes };
  await keepGrant(ports, grant, obtained, { kind: 'connected', details });
  await learnExpiry(ports, { ...session, grantId, generation: 1, context: obtained.context }, obtained.answer);
  return { kind: 'succeeded', session: factsOf(session) };
}

/** Ends a session as failed, with its event. */
export async function failAuthorization(
  ports: Pick<Ports, 'authorizationSessions'>,
  session: ConsumedSession,
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

function factsOf({ id, organizationId, connectionId, display }: SessionFacts): SessionFacts {
  return { id, organizationId, connectionId, display };
}

async function openSessionValues(ports: RedeemPorts, session: ConsumedSession) {
  const { organizationId, codeVerifier } = session;
  const purpose = { organizationId, row: session.id, field: 'authorization_session.code_verifier' } as const;
  const opened = codeVerifier ? await ports.vault.open(purpose, codeVerifier) : undefined;
  return { ...(await openRequestValues(ports, session)), ...(opened ? { codeVerifier: opened } : {}) };
}
