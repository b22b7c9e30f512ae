import { scopes as apiScopes } from '@latchkey/api';
import { inTenant, newId, openDatabase, type TenantTransaction } from '@latchkey/db';
import {
  createApiKey,
  createConnectionConfig,
  createCustomer,
  createInstance,
  createIntegration,
  createOrganization,
  createRequiredConfigVariable,
  createUser,
  listConnectionConfigs,
  listConnectionsOfInstances,
  listCustomers,
  listInstances,
  listIntegrations,
  listOrganizations,
  listRequiredConfigVariables,
  listUsers,
  replaceOrigins,
  revokeApiKeysNamed,
  saveClient,
  updateConnectionConfig,
} from '@latchkey/db/management';
import { type ConnectionConfigId, callbackUrl, type Definition, formatId, secret } from '@latchkey/oauth';
import { definitionVersion } from '@latchkey/providers';
import type { KeyRing } from '@latchkey/vault';
import { createVaultOn } from './operator/create-vault.js';
import { newApiKey } from './operator/new-api-key.js';

export interface DemoOptions {
  /** URL of the login latchkey_app. */
  readonly databaseUrl: string;
  /** URL of a login that sees every organization: latchkey_worker. */
  readonly ownerUrl: string;
  readonly keyEncryptionKeys: KeyRing;
  /** The callback door's public base URL. */
  readonly publicUrl: string;
  /** The vendor page's origin, which may redeem tickets. */
  readonly vendorOrigin: string;
  /** The provider that the demo connects to. */
  readonly definition: Definition;
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the demo consists of, ids as on the wire. */
export interface SeededDemo {
  /** Fresh at every start; the former one is revoked. */
  readonly apiKey: string;
  readonly instanceId: string;
  /** The person who opens the wizard. */
  readonly userId: string;
  readonly configId: string;
  /** To be registered at the provider. */
  readonly callbackUrl: string;
  readonly connectionId: string;
}

const organizationName = 'Acme Rota';
const keyName = 'npm start';
const environment = 'production';

/**
 * Makes the organization of `npm start` with an integration, a customer, a user, a connection config and an instance,
 * or finds what an earlier start made; gives the config its provider, credentials and a fresh API key.
 */
export async function seedDemo(options: DemoOptions): Promise<SeededDemo> {
  const organizationId = await findOrCreateOrganization(options.ownerUrl);
  const db = openDatabase({ url: options.databaseUrl, poolMax: 2, applicationName: 'latchkey-seed' });
  try {
    const secretId = newId();
    const purpose = { organizationId, row: secretId, field: 'client_secret.value' as const };
    const sealed = await createVaultOn(db, options.keyEncryptionKeys).seal(purpose, secret(options.clientSecret));
    return await inTenant(db, organizationId, async (tx) => {
      await replaceOrigins(tx, organizationId, [options.vendorOrigin]);
      const integrationId = await findOrCreateIntegration(tx, organizationId);
      const configId = await saveConfig(tx, organizationId, integrationId, options);
      const saved = await saveClient(tx, organizationId, configId, {
        environment,
        clientId: options.clientId,
        secret: { id: secretId, value: sealed },
      });
      if (saved.kind !== 'saved') throw new Error(`the demo's client could not be saved: ${saved.kind}`);
      const { instanceId, userId } = await findOrCreateInstance(tx, organizationId, integrationId, configId);
      const [connection] = await listConnectionsOfInstances(tx, organizationId, [instanceId]);
      if (!connection) throw new Error('the demo has no connection');
      await revokeApiKeysNamed(tx, organizationId, keyName);
      const key = await newApiKey();
      await createApiKey(tx, organizationId, { ...key.stored, name: keyName, scopes: apiScopes });
      return {
        apiKey: key.text,
        instanceId: formatId('instance', instanceId),
        userId: formatId('user', userId),
        configId: formatId('connection_config', configId),
        callbackUrl: callbackUrl(options.publicUrl, configId as ConnectionConfigId, environment),
        connectionId: formatId('connection', connection.id),
      };
    });
  } finally {
    await db.close();
  }
}

async function findOrCreateOrganization(url: string): Promise<string> {
  const db = openDatabase({ url, poolMax: 1, applicationName: 'latchkey-seed' });
  try {
    const known = (await listOrganizations(db)).find(({ name }) => name === organizationName);
    return known?.id ?? (await createOrganization(db, organizationName, async (_tx, { id }) => id));
  } finally {
    await db.close();
  }
}

async function findOrCreateIntegration(tx: TenantTransaction, organizationId: string): Promise<string> {
  const key = 'payroll-sync';
  const found = await listIntegrations(tx, organizationId, { key }, { limit: 1 });
  const row =
    found.rows[0] ??
    (await createIntegration(tx, organizationId, {
      key,
      name: 'Payroll sync',
      description: 'Sends approved hours to the books, every night.',
    }));
  return row.id;
}

async function saveConfig(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  options: DemoOptions,
): Promise<string> {
  const key = 'sandbox-books';
  const { definition, scopes } = options;
  const provider = { definition, definitionVersion: definitionVersion(definition), scopes };
  const found = await listConnectionConfigs(tx, organizationId, { key }, { limit: 1 });
  const known = found.rows[0]?.id;
  if (known !== undefined) {
    // The sandbox may listen elsewhere than at the last start.
    await updateConnectionConfig(tx, organizationId, known, provider);
    return known;
  }
  return createConnectionConfig(tx, organizationId, {
    key,
    name: definition.name,
    integrationId,
    level: 'instance',
    grantType: 'authorization_code',
    ...provider,
    inputs: [],
    refreshPolicy: 'always',
    completion: 'wizard',
  });
}

async function findOrCreateInstance(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  connectionConfigId: string,
): Promise<{ readonly instanceId: string; readonly userId: string }> {
  const variables = await listRequiredConfigVariables(tx, organizationId, integrationId);
  if (variables.length === 0)
    await createRequiredConfigVariable(tx, organizationId, integrationId, {
      key: 'books',
      connectionConfigId,
      purpose: 'Reads employees and writes their approved hours.',
      position: 0,
    });
  const customers = await listCustomers(tx, organizationId, { externalId: 'bakery-1' }, { limit: 1 });
  const customer =
    customers.rows[0] ??
    (await createCustomer(tx, organizationId, { externalId: 'bakery-1', name: 'Example Bakery Ltd' }));
  const users = await listUsers(tx, organizationId, customer.id, { limit: 1 });
  const user =
    users.rows[0] ??
    (await createUser(tx, organizationId, customer.id, {
      externalId: 'ada',
      name: 'Ada Baker',
      email: 'ada@bakery.example',
    }));
  const owners = { integrationId, customerId: customer.id };
  const instances = await listInstances(tx, organizationId, owners, { limit: 1 });
  const instance =
    instances.rows[0] ??
    (await createInstance(tx, organizationId, {
      ...owners,
      name: 'Payroll sync for Example Bakery Ltd',
      environments: [environment],
    }));
  return { instanceId: instance.id, userId: user.id };
}
