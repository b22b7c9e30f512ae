import {
  type AuthorizationOutcome,
  type AuthorizationSession,
  type AuthorizationSessionId,
  type CompletionKind,
  type ConnectionConfigId,
  type ConnectionId,
  type ConsumedAuthorization,
  type ConsumedSession,
  type OrganizationId,
  pinnedEndpoint,
  type RepeatedOutcome,
  type SessionFacts,
  type WizardSessionId,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { clientOf, type LiveSecretColumns, liveSecrets } from './clients.js';
import { sealedOf } from './sealed.js';
import { type SecretInputColumn, secretInputs, secretInputsOf } from './secret-inputs.js';

/** What the functions that take a session answer. */
export interface ConsumedRow extends SessionRow {
  readonly kind: 'consumed' | 'repeated' | 'ended' | 'unknown';
}

/** A row of authorization_session. */
export interface SessionRow {
  readonly organization_id: OrganizationId;
  readonly id: AuthorizationSessionId;
  readonly connection_id: ConnectionId;
  readonly connection_config_id: ConnectionConfigId;
  readonly environment: string;
  readonly state_hash: Uint8Array;
  readonly wizard_session_id: WizardSessionId | null;
  readonly browser_hash: Uint8Array;
  readonly origin: string | null;
  readonly code_verifier: Uint8Array | null;
  readonly terms: AuthorizationSession['terms'];
  readonly client_row_id: string;
  readonly requested_scopes: readonly string[];
  readonly display: 'popup' | 'page';
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly ended_how: 'superseded' | 'cancelled' | 'expired' | null;
  readonly outcome: AuthorizationOutcome | null;
  readonly parked_response: Uint8Array | null;
  readonly parked_until: Date | null;
  readonly completion: CompletionKind;
  readonly completion_challenge: string | null;
  readonly completion_code_hash: Uint8Array | null;
  readonly consumed_at: Date | null;
}

interface ConsumedColumns extends LiveSecretColumns, SecretInputColumn {
  readonly pinned_issuer: string | null;
}

/** A session with the client and the secret inputs that its code is redeemed with. */
export async function consumedOf(client: ClientBase, row: SessionRow): Promise<ConsumedSession> {
  const { server } = row.terms;
  const { rows } = await client.query<ConsumedColumns>({
    name: 'consumed_secrets',
    text: `SELECT ${liveSecrets('$1', '$2')}, ${secretInputs('$1', '$3')}, (SELECT CASE WHEN firm OR connection_id = $3 THEN issuer
        WHEN earlier_connection_id = $3 THEN earlier_issuer END FROM pinned_issuer
      WHERE organization_id = $1 AND connection_config_id = $4 AND environment = $5
        AND authorization_endpoint = $6) AS pinned_issuer`,
    values: [
      ...[row.organization_id, row.client_row_id, row.connection_id],
      ...[row.connection_config_id, row.environment, pinnedEndpoint(server)],
    ],
  });
  const secrets = rows[0] as ConsumedColumns;
  const { pinned_issuer: pinnedIssuer } = secrets;
  return {
    ...sessionOf(row),
    ...(pinnedIssuer === null || server.issuer !== undefined ? {} : { pinnedIssuer }),
    client: clientOf(row.client_row_id, row.terms.clientId, secrets),
    secretInputs: secretInputsOf(secrets),
  };
}

/** Why a callback's session was not taken. */
export function notConsumed(
  row: ConsumedRow | undefined,
): Exclude<ConsumedAuthorization, { readonly kind: 'consumed' }> {
  if (!row || row.kind === 'unknown') return { kind: 'unknown' };
  const session = factsOf(row);
  return row.kind === 'repeated'
    ? { kind: 'repeated', session, outcome: repeatedOutcome(row) }
    : { kind: 'ended', session, how: row.ended_how ?? 'expired' };
}

/** What a browser is told that came before. */
export function repeatedOutcome({ outcome, parked_until, completion }: SessionRow): RepeatedOutcome {
  return outcome ?? (parked_until === null ? { kind: 'pending' } : { kind: 'parked', completion });
}

/** What doors may know of a session. */
export function factsOf(row: SessionRow): SessionFacts {
  const { id, organization_id: organizationId, connection_id: connectionId, display } = row;
  return { id, organizationId, connectionId, display };
}

function sessionOf(row: SessionRow): AuthorizationSession {
  return {
    id: row.id,
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    connectionConfigId: row.connection_config_id,
    environment: row.environment,
    stateHash: row.state_hash,
    ...(row.wizard_session_id === null ? {} : { wizardSessionId: row.wizard_session_id }),
    browserHash: row.browser_hash,
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...completionOf(row),
    ...(row.code_verifier === null ? {} : { codeVerifier: sealedOf(row.code_verifier) }),
    terms: row.terms,
    requestedScopes: row.requested_scopes,
    display: row.display,
    lifetimeSeconds: (row.expires_at.getTime() - row.created_at.getTime()) / 1000,
  };
}

function completionOf({
  completion,
  completion_challenge: challenge,
}: SessionRow): Pick<AuthorizationSession, 'completion'> {
  if (challenge !== null) return { completion: { kind: 'embedded', challenge } };
  return completion === 'link' ? { completion: { kind: 'link' } } : {};
}
