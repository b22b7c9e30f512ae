import { createHash } from 'node:crypto';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { AuthorizationSessionId } from '../../src/ids.js';
import { opaque, type SeededConnection, type StoreFixture, termsOf } from './store-fixture.js';

/** SHA-256 of a text. */
export const octets = (text: string) => Uint8Array.from(createHash('sha256').update(text).digest());

/** Starts a flow as Connect does, in the browser whose cookie is `browser`. */
export async function startSession(
  { authorizationSessions, newId }: Pick<StoreFixture, 'authorizationSessions' | 'newId'>,
  connection: SeededConnection,
  change: Partial<AuthorizationSession> = {},
): Promise<AuthorizationSession> {
  const session: AuthorizationSession = {
    id: newId() as AuthorizationSessionId,
    organizationId: connection.organizationId,
    connectionId: connection.connectionId,
    connectionConfigId: connection.connectionConfigId,
    environment: connection.environment,
    stateHash: octets(`state ${newId()}`),
    ...(connection.wizardSessionId ? { wizardSessionId: connection.wizardSessionId } : {}),
    browserHash: octets('browser'),
    codeVerifier: opaque('verifier'),
    terms: termsOf(connection),
    requestedScopes: ['read', 'write'],
    display: 'popup',
    lifetimeSeconds: 600,
    ...change,
  };
  await authorizationSessions.create(session, { kind: 'authorization_started', actor: 'Ada' });
  return session;
}

/** What the browser that started brings back. */
export const returnOf = ({ stateHash, connectionConfigId, environment, browserHash }: AuthorizationSession) => ({
  ...{ stateHash, connectionConfigId, environment },
  browserHashes: [browserHash],
});
