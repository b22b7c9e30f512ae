import { createHash, randomBytes } from 'node:crypto';
import { createDataKeyStore, createGrants, type Database, inTenant, newId, openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization, replaceOrigins } from '@latchkey/db/management';
import type { FreshDatabase } from '@latchkey/db/testing';
import {
  type AuthorizationSessionId,
  type ConnectionConfigId,
  type ConnectionId,
  callbackUrl,
  type Definition,
  type GrantId,
  type GrantsPort,
  type GrantTerms,
  type OrganizationId,
  resolveAuthorizationServer,
  secret,
  serializeTokenSet,
  type VaultPort,
} from '@latchkey/oauth';
import type { IssuedTokens, ScriptableAuthorizationServer } from '@latchkey/oauth/testing';
import { createVault, openEnvironmentKeys } from '@latchkey/vault';
import { environment, insertInstances, makePlace, type Place, type PlacedConnection } from './place.js';
import type { Scope } from './scope.js';

const scopes = ['read', 'write'];

/** A connection that holds a live grant, minted at the scriptable authorization server. */
export interface LiveConnection extends PlacedConnection {
  readonly grantId: GrantId;
  /** The grant's family in the server's ledger. */
  readonly family: string;
  /** The tokens of generation 1. */
  readonly minted: IssuedTokens;
}

/** The times of a new grant. */
export interface GrantTimes {
  /** Validity of the stored access token, in seconds from now; negative: it ended so long ago. Default 3600. */
  readonly expiresInSeconds?: number;
  /** When it is due, in milliseconds from now. Default 0. */
  readonly dueInMs?: number;
  /** Who consented; default: a new person for each. */
  readonly account?: string;
}

/** An organization of a vendor whose connection config points to the scriptable authorization server. */
export interface Arranged {
  readonly organizationId: OrganizationId;
  readonly connectionConfigId: ConnectionConfigId;
  readonly place: Place;
  /** What its grants freeze. */
  readonly terms: GrantTerms;
  /** What its connections ask for and get. */
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** A key with every scope. */
  readonly apiKey: string;
  /** As latchkey_app. */
  readonly db: Database;
  readonly vault: VaultPort;
  readonly grants: GrantsPort;
  /** Makes instances, each with one connection that was never connected. */
  pending(count: number): Promise<readonly PlacedConnection[]>;
  /** Makes instances with a connected connection each. */
  connect(count: number, times?: GrantTimes): Promise<readonly LiveConnection[]>;
  /** Gives a connection a new grant, as a consent does: one that it has is let go of. */
  reconnect(connection: PlacedConnection, times?: GrantTimes): Promise<LiveConnection>;
}

export interface ArrangeOptions {
  readonly database: Pick<FreshDatabase, 'appUrl'>;
  /** The text of `LATCHKEY_KEY`. */
  readonly key: string;
  readonly server: ScriptableAuthorizationServer;
  /** Part of the redirect URI; any URL where no browser comes along. */
  readonly callbackBaseUrl?: string;
  readonly revocationReach?: 'grant' | 'account';
  /** Seconds in which the server answers a used refresh token again. */
  readonly reuseGrace?: number;
  readonly rateLimit?: NonNullable<Definition['token']['rateLimit']>;
  /** Whose pages may redeem wizard tickets. */
  readonly origins?: readonly string[];
}

/** A key-encryption key as the text of `LATCHKEY_KEY`, for one test. */
export function newKeyEncryptionKey(): string {
  return `kek-e2e:${randomBytes(32).toString('base64url')}`;
}

/** Makes the organization through the management statements that the API uses, and registers its client at the server. */
export async function arrange(scope: Scope, options: ArrangeOptions): Promise<Arranged> {
  const { server } = options;
  const db = openDatabase({ url: options.database.appUrl, poolMax: 6, applicationName: 'e2e-arrange' });
  scope.teardown(() => db.close());
  const vault = createVault({
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: options.key }),
    dataKeys: createDataKeyStore(db),
  });
  const clock = {
    epochMs: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: () => Promise.reject(new Error('nobody waits here')),
  };
  const grants = createGrants(db, clock);
  const clientId = `latchkey-e2e-${randomBytes(4).toString('hex')}`;
  const clientSecret = `csec_${randomBytes(24).toString('base64url')}`;
  server.registerClient({ clientId, clientSecret, authMethod: 'client_secret_basic' });
  const apiKey = `lk_${randomBytes(32).toString('base64url')}`;

  const organizationId = await createOrganization(db, 'Acme', async (tx, organization) => {
    await createApiKey(tx, organization.id, {
      keyHash: createHash('sha256').update(apiKey).digest(),
      prefix: apiKey.slice(0, 7),
      name: 'e2e',
      scopes: apiScopes,
    });
    await replaceOrigins(tx, organization.id, options.origins ?? []);
    return organization.id as OrganizationId;
  });
  const secretId = newId();
  const value = await vault.seal({ organizationId, row: secretId, field: 'client_secret.value' }, secret(clientSecret));
  const definition = definitionOf(options);
  const place = await inTenant(db, organizationId, (tx) =>
    makePlace(tx, organizationId, { definition, scopes, clientId, secret: { id: secretId, value } }),
  );
  const { connectionConfigId } = place;
  const terms = termsOf(definition, {
    clientRowId: place.clientRowId,
    clientId,
    redirectUri: callbackUrl(options.callbackBaseUrl ?? 'http://127.0.0.1:1', connectionConfigId, environment),
    definitionVersion: 'e2e',
  });

  const pending: Arranged['pending'] = async (count) => {
    const made = Array.from({ length: count }, () => ({
      instanceId: newId(),
      connectionId: newId<ConnectionId>(),
    }));
    await inTenant(db, organizationId, (tx) => insertInstances(tx, organizationId, place, made));
    return made;
  };

  const reconnect: Arranged['reconnect'] = async (connection, times = {}) => {
    const grantId = newId<GrantId>();
    const account = times.account ?? `person-${randomBytes(6).toString('hex')}@example.test`;
    const minted = server.mintGrant({ clientId, account, scope: scopes.join(' ') });
    const tokenSet = await vault.seal(
      { organizationId, row: grantId, field: 'grant_token.token_set' },
      serializeTokenSet({
        accessToken: secret(minted.accessToken),
        ...(minted.refreshToken === undefined ? {} : { refreshToken: secret(minted.refreshToken) }),
        tokenType: 'Bearer',
        members: secret(JSON.stringify({ token_type: 'Bearer' })),
      }),
    );
    const expiresInSeconds = times.expiresInSeconds ?? 3600;
    await grants.create(
      {
        grantId,
        organizationId,
        connectionId: connection.connectionId,
        // No browser came along, so there is no session whose outcome could be kept.
        authorizationSessionId: newId<AuthorizationSessionId>(),
        terms,
        tokens: {
          tokenSet,
          hasRefreshToken: minted.refreshToken === undefined ? 'no' : 'yes',
          expiresInSeconds: Math.max(expiresInSeconds, 60),
          elapsedMs: expiresInSeconds >= 60 ? 0 : (60 - expiresInSeconds) * 1000,
          dueInMs: times.dueInMs ?? 0,
          grantedScopes: scopes,
        },
        requestedScopes: scopes,
        context: {},
        account: { label: account, subject: account },
      },
      { kind: 'connected' },
    );
    return { ...connection, grantId, family: minted.family, minted };
  };

  return {
    organizationId,
    connectionConfigId,
    place,
    terms,
    scopes,
    clientId,
    clientSecret,
    apiKey,
    db,
    vault,
    grants,
    pending,
    reconnect,
    async connect(count, times) {
      return Promise.all((await pending(count)).map((connection) => reconnect(connection, times)));
    },
  };
}

function definitionOf({ server, revocationReach = 'grant', reuseGrace, rateLimit }: ArrangeOptions): Definition {
  return {
    name: 'Scripted',
    issuer: server.issuer,
    authorize: { url: server.authorizeUrl },
    token: { url: server.tokenUrl, ...(rateLimit ? { rateLimit } : {}) },
    ...(reuseGrace === undefined ? {} : { refresh: { reuseGrace } }),
    revoke: { url: server.revokeUrl, reach: revocationReach },
  };
}

function termsOf(definition: Definition, rest: Omit<GrantTerms, 'server'>): GrantTerms {
  const resolved = resolveAuthorizationServer(definition, {});
  if (resolved.kind === 'refused') throw new Error(`${resolved.field}: ${resolved.message}`);
  return { server: resolved.server, ...rest };
}

const apiScopes = [
  'organization:read',
  'organization:write',
  'keys:read',
  'keys:write',
  'configs:read',
  'configs:write',
  'customers:read',
  'customers:write',
  'instances:read',
  'instances:write',
  'wizard:write',
  'connections:read',
  'connections:write',
  'connections:import',
  'tokens:read',
  'executions:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
];
