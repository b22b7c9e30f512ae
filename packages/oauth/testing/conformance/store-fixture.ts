import type { AuthorizationError, ConnectionEvent } from '../../src/connection/connection-event.js';
import type { Claim, GrantState, GrantTerms } from '../../src/connection/grant.js';
import type { ConnectionStatus, Reason } from '../../src/connection/status.js';
import type {
  AuthorizationSessionId,
  ConnectionConfigId,
  ConnectionId,
  DeviceAuthorizationId,
  GrantId,
  OrganizationId,
  WizardSessionId,
} from '../../src/ids.js';
import type { NewGrant, Ports, Sealed, StoredTokens } from '../../src/ports.js';
import { type ProtocolTimes, protocolTimes } from '../../src/protocol-times.js';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import type { Client } from '../../src/provider/client.js';
import type { Definition } from '../../src/provider/definition.js';
import { callbackUrl } from '../../src/redirect/redirect-uri.js';

/** Times short enough to be waited for on a real database. */
export const conformanceTimes: ProtocolTimes = {
  ...protocolTimes,
  requestTimeout: 200,
  takeoverSlack: 200,
  takeoverMin: 1500,
  takeoverMax: 3000,
  takeoverQuietAfterOutage: 300,
  rearmSpread: 200,
  serverProbeFirst: 300,
  serverProbeMax: 600,
};

/** A connection that the fixture made, not connected, and what the adapter must say about it. */
export interface SeededConnection {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly connectionConfigId: ConnectionConfigId;
  readonly environment: string;
  readonly definition: Definition;
  /** With one live secret; absent when it was asked to have none. */
  readonly client: Client | undefined;
  readonly inputs: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
  /** A wizard session of the same organization, where the store wants a real one. */
  readonly wizardSessionId?: WizardSessionId;
}

/** What the store suites need of an adapter's package. One serves a whole suite. */
export interface StoreFixture
  extends Pick<
    Ports,
    'grants' | 'connections' | 'authorizationSessions' | 'confirmations' | 'parkedResponses' | 'deviceAuthorizations'
  > {
  /** conformanceTimes, or shorter ones on simulated time. */
  readonly times: ProtocolTimes;
  /**
   * Makes a connection of a customer: in an organization of its own, or `beside` another one: same organization, config,
   * environment, client and customer, unless it is to be of `another_customer`. `client: 'none'`: its config has no client
   * credentials.
   */
  connection(options?: {
    readonly beside?: SeededConnection;
    readonly client?: 'none';
    readonly of?: 'another_customer';
    readonly inputs?: Readonly<Record<string, string>>;
  }): Promise<SeededConnection>;
  newId(): string;
  wait(ms: number): Promise<void>;
  /** A connection as its row and its log say; kinds of events in order. */
  look(connection: SeededConnection): Promise<{
    readonly status: ConnectionStatus;
    readonly reason?: Reason;
    readonly events: readonly string[];
    /** The error of the latest attempt to connect, until one succeeds. */
    readonly lastFailure?: AuthorizationError;
  }>;
  /** The state of a connection's client, and the events that told of it, in order. */
  lookAtClient(connection: SeededConnection): Promise<{ readonly state: string; readonly events: readonly string[] }>;
  /** A grant's state, and whether any of its tokens are still there. */
  lookAtGrant(
    connection: SeededConnection,
    grantId: GrantId,
  ): Promise<{ readonly state: GrantState; readonly tokens: 'kept' | 'deleted' }>;
  /** The grants port of another process on the same store. */
  otherProcess(): StoreFixture['grants'];
  /** As the operator's commands do; by the host of a token endpoint, or the row of a client. */
  pause(what: Pausable): Promise<void>;
  resume(what: Pausable): Promise<void>;
  /** What `grants`, or the other process, told of servers that went down and came back: `server_down host`, in order. */
  told(): readonly string[];
  close(): Promise<void>;
}

export type Pausable = { readonly host: string } | { readonly client: string };

/** A sealed value that no vault made: stores must carry any octets. */
export function opaque(text: string): Sealed {
  return { envelope: Uint8Array.from([0, 255, ...new TextEncoder().encode(text)]) } as unknown as Sealed;
}

/** The text that `opaque` was made of. */
export function shownOpaque(sealed: Sealed): string {
  return new TextDecoder().decode(sealed.envelope.slice(2));
}

/** Those of a flow whose redirect URI names its server by this segment. */
export function termsAt(connection: SeededConnection, serverSegment: string): ReturnType<typeof termsOf> {
  const { connectionConfigId, environment } = connection;
  const redirectUri = callbackUrl('https://latchkey.example', connectionConfigId, environment, serverSegment);
  return { ...termsOf(connection), redirectUri };
}

/** Terms as start-authorization freezes them. */
export function termsOf(connection: SeededConnection): GrantTerms & { readonly redirectUri: string } {
  const resolved = resolveAuthorizationServer(connection.definition, connection.inputs);
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  if (!connection.client) throw new Error('the connection has no client');
  return {
    server: resolved.server,
    clientRowId: connection.client.rowId,
    clientId: connection.client.clientId,
    redirectUri: 'https://latchkey.example/callback/cfg/production',
    definitionVersion: 'version-1',
  };
}

/** Tokens good for an hour, due at once unless said otherwise. */
export function storedTokens(text: string, change: Partial<StoredTokens> = {}): StoredTokens {
  // Times are fractions of milliseconds, as a monotonic clock's are.
  return {
    tokenSet: opaque(text),
    hasRefreshToken: 'yes',
    expiresInSeconds: 3600,
    elapsedMs: 12.345,
    dueInMs: 0,
    ...change,
  };
}

/** Connects: stores a grant as complete-authorization does, due at once unless `tokens` says otherwise. */
export async function connect(
  fixture: StoreFixture,
  connection: SeededConnection,
  change: Partial<Pick<NewGrant, 'grantId' | 'tokens' | 'account' | 'context' | 'requestedScopes' | 'pin'>> & {
    readonly authorizationSessionId?: AuthorizationSessionId;
    readonly deviceAuthorizationId?: DeviceAuthorizationId;
  } = {},
): Promise<GrantId> {
  const grantId = change.grantId ?? (fixture.newId() as GrantId);
  await fixture.grants.create(
    {
      grantId,
      organizationId: connection.organizationId,
      connectionId: connection.connectionId,
      authorizationSessionId: fixture.newId() as AuthorizationSessionId,
      terms: termsOf(connection),
      tokens: storedTokens('first'),
      requestedScopes: connection.scopes,
      context: {},
      ...change,
    },
    { kind: 'connected' },
  );
  return grantId;
}

/** Claims what is due and gives the claim on this grant, if it was among it. */
export async function claimDue(
  fixture: StoreFixture,
  grantId: GrantId,
  takeover: 'allowed' | 'withheld' = 'allowed',
): Promise<Claim | undefined> {
  const { grants, times } = fixture;
  const claims = await grants.claimDue({ holder: 'suite', limit: 1000, times, takeover });
  return claims.find((claim) => claim.grantId === grantId);
}

/** The claim that must be there. Throws when the grant cannot be claimed. */
export async function mustClaim(fixture: StoreFixture, grantId: GrantId): Promise<Claim> {
  const claim = await claimDue(fixture, grantId);
  if (!claim) throw new Error('the grant could not be claimed');
  return claim;
}

/** Claims the connection as a reader does. */
export async function claimOne(fixture: StoreFixture, connection: SeededConnection, generation?: number) {
  const { organizationId, connectionId } = connection;
  const read = await fixture.grants.read(organizationId, connectionId);
  return await fixture.grants.claimOne({
    organizationId,
    connectionId,
    generation: generation ?? read?.grant?.generation ?? -1,
    holder: 'suite',
    times: fixture.times,
  });
}

/** What is read of a connection now. */
export async function read(fixture: StoreFixture, connection: SeededConnection) {
  return await fixture.grants.read(connection.organizationId, connection.connectionId);
}

export const recovered: ConnectionEvent = { kind: 'recovered' };

/** Disconnects as the flow does. */
export async function disconnect(fixture: StoreFixture, connection: SeededConnection) {
  return await fixture.connections.disconnect(connection.organizationId, connection.connectionId, {
    kind: 'disconnect_requested',
    actor: 'Ada',
  });
}
