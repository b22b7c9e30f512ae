import { createHash, randomBytes } from 'node:crypto';
import {
  type AuthorizationSession,
  type AuthorizationSessionId,
  type AuthorizationSessionsPort,
  type ClientRowId,
  type ConnectionConfigId,
  type ConnectionId,
  type Definition,
  type GrantId,
  type GrantsPort,
  type GrantTerms,
  type NewGrant,
  type OrganizationId,
  resolveAuthorizationServer,
  type Sealed,
  type StoredTokens,
  type WizardSessionId,
} from '@latchkey/oauth';
import type { Database } from '../database.js';
import { newId } from '../new-id.js';
import { sealedOf } from '../sealed.js';
import { inTenantSql } from '../tenant-scope.js';

/** Everything around one connection of an instance, in an organization of its own unless one is given. */
export interface SeededConnection {
  readonly organizationId: OrganizationId;
  readonly customerId: string;
  readonly userId: string;
  readonly integrationId: string;
  readonly connectionConfigId: ConnectionConfigId;
  readonly requiredConfigVariableId: string;
  readonly clientRowId: ClientRowId;
  readonly clientSecretId: string;
  readonly instanceId: string;
  readonly connectionId: ConnectionId;
  readonly environment: string;
  readonly terms: GrantTerms & { readonly redirectUri: string };
}

const definition: Definition = {
  name: 'Example',
  authorize: { url: 'https://provider.example/authorize' },
  token: { url: 'https://provider.example/token' },
  revoke: { url: 'https://provider.example/revoke' },
  exposeMembers: ['team'],
};

/** Inserts an organization, customer, user, integration, config with a client, instance and its pending connection. */
export async function seedConnection(db: Database, within?: OrganizationId): Promise<SeededConnection> {
  const organizationId = within ?? newId<OrganizationId>();
  const clientRowId = newId<ClientRowId>();
  const seeded: SeededConnection = {
    organizationId,
    customerId: newId(),
    userId: newId(),
    integrationId: newId(),
    connectionConfigId: newId<ConnectionConfigId>(),
    requiredConfigVariableId: newId(),
    clientRowId,
    clientSecretId: newId(),
    instanceId: newId(),
    connectionId: newId<ConnectionId>(),
    environment: 'production',
    terms: termsOf(clientRowId),
  };
  const { customerId, userId, integrationId, connectionConfigId, instanceId, connectionId, environment } = seeded;
  await inTenantSql(db, organizationId, async (client) => {
    const insert = (table: string, row: Readonly<Record<string, unknown>>) => {
      const columns = Object.keys(row);
      return client.query(
        `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
        Object.values(row),
      );
    };
    const organization_id = organizationId;
    if (!within) await insert('organization', { id: organizationId, name: 'Acme' });
    await insert('customer', { organization_id, id: customerId, external_id: customerId, name: 'Customer' });
    await insert('user', { organization_id, id: userId, customer_id: customerId, external_id: 'u1', name: 'Ada' });
    await insert('integration', { organization_id, id: integrationId, key: integrationId, name: 'Integration' });
    await insert('connection_config', {
      organization_id,
      id: connectionConfigId,
      key: connectionConfigId,
      name: 'Example',
      integration_id: integrationId,
      level: 'instance',
      grant_type: 'authorization_code',
      definition,
      definition_version: 'v1',
      scopes: ['read', 'write'],
    });
    await insert('client', {
      organization_id,
      id: seeded.clientRowId,
      connection_config_id: connectionConfigId,
      environment,
      client_id: seeded.terms.clientId,
    });
    await insert('client_secret', {
      organization_id,
      id: seeded.clientSecretId,
      client_row_id: seeded.clientRowId,
      value: Buffer.from('sealed client secret'),
      state: 'current',
    });
    await insert('connection_config_environment', {
      organization_id,
      connection_config_id: connectionConfigId,
      environment,
      client_row_id: seeded.clientRowId,
    });
    await insert('required_config_variable', {
      organization_id,
      id: seeded.requiredConfigVariableId,
      integration_id: integrationId,
      key: 'example',
      connection_config_id: connectionConfigId,
    });
    await insert('instance', {
      organization_id,
      id: instanceId,
      integration_id: integrationId,
      customer_id: customerId,
      name: 'Instance',
      environments: [environment],
    });
    await insert('connection', {
      organization_id,
      id: connectionId,
      connection_config_id: connectionConfigId,
      environment,
      level: 'instance',
      instance_id: instanceId,
    });
    await insert('instance_link', {
      organization_id,
      id: newId(),
      instance_id: instanceId,
      required_config_variable_id: seeded.requiredConfigVariableId,
      connection_id: connectionId,
    });
  });
  return seeded;
}

function termsOf(clientRowId: ClientRowId): SeededConnection['terms'] {
  const resolved = resolveAuthorizationServer(definition, {});
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  return {
    server: resolved.server,
    clientRowId,
    clientId: 'client-1',
    redirectUri: 'https://latchkey.example/callback',
    definitionVersion: 'v1',
  };
}

/** Bytes in the place of a sealed value; no vault can open them. */
export function fakeSealed(text: string): Sealed {
  return sealedOf(Buffer.from(text));
}

/** Tokens of an hour that are due in 45 minutes, unless said otherwise. */
export function someTokens(name: string, other: Partial<StoredTokens> = {}): StoredTokens {
  return {
    tokenSet: fakeSealed(name),
    hasRefreshToken: 'yes',
    expiresInSeconds: 3600,
    elapsedMs: 0,
    dueInMs: 45 * 60_000,
    grantedScopes: ['read', 'write'],
    ...other,
  };
}

/** A pending authorization session of the seeded connection; its state and browser are random. */
export function someSession(
  seeded: SeededConnection,
  other: Partial<AuthorizationSession> = {},
): AuthorizationSession & { readonly stateHash: Uint8Array } {
  const { organizationId, connectionId, connectionConfigId, environment, terms } = seeded;
  return {
    id: newId<AuthorizationSessionId>(),
    organizationId,
    connectionId,
    connectionConfigId,
    environment,
    stateHash: createHash('sha256').update(randomBytes(32)).digest(),
    wizardSessionId: newId<WizardSessionId>(),
    browserHash: createHash('sha256').update(randomBytes(32)).digest(),
    codeVerifier: fakeSealed('sealed verifier'),
    terms,
    requestedScopes: ['read', 'write'],
    display: 'popup',
    lifetimeSeconds: 600,
    ...other,
  };
}

/** Walks a connection through a consumed session to a live grant, as a person would. */
export async function connect(
  ports: { readonly grants: GrantsPort; readonly authorizationSessions: AuthorizationSessionsPort },
  seeded: SeededConnection,
  other: Partial<NewGrant> = {},
): Promise<NewGrant> {
  const session = someSession(seeded);
  const { connectionConfigId, environment, organizationId, connectionId } = seeded;
  await ports.authorizationSessions.create(session, { kind: 'authorization_started' });
  await ports.authorizationSessions.consume({
    stateHash: session.stateHash,
    connectionConfigId,
    environment,
    browserHashes: [session.browserHash],
  });
  const grant: NewGrant = {
    grantId: newId<GrantId>(),
    organizationId,
    connectionId,
    authorizationSessionId: session.id,
    terms: seeded.terms,
    tokens: someTokens('generation 1'),
    requestedScopes: ['read', 'write'],
    context: { realmId: '42' },
    account: { label: 'Ada', subject: 'ada-1' },
    ...other,
  };
  await ports.grants.create(grant, { kind: 'connected' });
  return grant;
}
