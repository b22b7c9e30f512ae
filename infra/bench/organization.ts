import { createHash, randomBytes } from 'node:crypto';
import { createDataKeyStore, type Database, inTenant, newId, openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization } from '@latchkey/db/management';
import type { FreshDatabase } from '@latchkey/db/testing';
import {
  callbackUrl,
  type Definition,
  type GrantTerms,
  type OrganizationId,
  resolveAuthorizationServer,
  secret,
  type VaultPort,
} from '@latchkey/oauth';
import { createVault, openEnvironmentKeys } from '@latchkey/vault';
import { environment, makePlace, type Place } from '../e2e/place.js';

/** A vendor's organization with one connection config, made by the statements that the API uses. */
export interface BenchOrganization {
  readonly organizationId: OrganizationId;
  readonly place: Place;
  /** What its grants freeze. */
  readonly terms: GrantTerms;
  /** May read tokens. */
  readonly apiKey: string;
  /** The text of `LATCHKEY_KEY`. */
  readonly key: string;
  readonly vault: VaultPort;
  /** As latchkey_app. */
  readonly db: Database;
}

/** Seconds that each access token is issued for. */
export const lifetimeSeconds = 3600;

/** What a connection asks for and gets. */
export const scopes = ['contacts.read', 'contacts.write', 'offline_access'];

/** Makes the organization; its config's provider is at `providerUrl`. Close `db` at the end. */
export async function makeOrganization(
  database: Pick<FreshDatabase, 'appUrl'>,
  providerUrl = 'https://provider.example',
): Promise<BenchOrganization> {
  const db = openDatabase({ url: database.appUrl, poolMax: 4, applicationName: 'bench-arrange' });
  const key = `kek-bench:${randomBytes(32).toString('base64url')}`;
  const vault = createVault({
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: key }),
    dataKeys: createDataKeyStore(db),
  });
  const apiKey = `lk_${randomBytes(32).toString('base64url')}`;
  const organizationId = await createOrganization(db, 'Acme', async (tx, organization) => {
    await createApiKey(tx, organization.id, {
      keyHash: createHash('sha256').update(apiKey).digest(),
      prefix: apiKey.slice(0, 7),
      name: 'bench',
      scopes: ['tokens:read', 'connections:read', 'connections:import'],
    });
    return organization.id as OrganizationId;
  });
  const definition: Definition = {
    name: 'Simulated',
    authorize: { url: `${providerUrl}/authorize` },
    token: { url: `${providerUrl}/token` },
    revoke: { url: 'https://provider.example/revoke' },
    api: { baseUrl: 'https://provider.example/api' },
  };
  const clientId = 'bench-client';
  const secretId = newId();
  const value = await vault.seal(
    { organizationId, row: secretId, field: 'client_secret.value' },
    secret(randomBytes(32).toString('base64url')),
  );
  const place = await inTenant(db, organizationId, (tx) =>
    makePlace(tx, organizationId, { definition, scopes, clientId, secret: { id: secretId, value } }),
  );
  const { connectionConfigId, clientRowId } = place;
  const resolved = resolveAuthorizationServer(definition, {});
  if (resolved.kind === 'refused') throw new Error(`${resolved.field}: ${resolved.message}`);
  const terms: GrantTerms = {
    server: resolved.server,
    clientRowId,
    clientId,
    redirectUri: callbackUrl('https://latchkey.example', connectionConfigId, environment),
    definitionVersion: 'bench',
  };
  return { organizationId, place, terms, apiKey, key, vault, db };
}
