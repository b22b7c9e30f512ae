import { createHash, randomBytes } from 'node:crypto';
import { scopes } from '@latchkey/api';
import { openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization } from '@latchkey/db/management';
import type { FreshDatabase } from '@latchkey/db/testing';
import type { ScriptableAuthorizationServer } from '@latchkey/oauth/testing';

/** An organization that is fuzzed, or that must not be seen. */
export interface Vendor {
  /** May do everything, and is in no list of ids, so that it lives. */
  readonly apiKey: string;
  /** The ids of what there is, by prefix, one of each at least: what is missing is made. */
  ids(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Whose the users and variables are of those that were read last. */
  owners(): Readonly<Record<string, string>>;
}

interface Around {
  readonly database: Pick<FreshDatabase, 'appUrl'>;
  readonly url: string;
  readonly server: ScriptableAuthorizationServer;
  readonly clientSecret: string;
}

type Json = Record<string, unknown> & { readonly id: string };

const lists = {
  int: '/integrations',
  cfg: '/connection-configs',
  cus: '/customers',
  ins: '/instances',
  conn: '/connections',
  whe: '/webhook-endpoints',
  dom: '/domains',
} as const;

export async function foundVendor({ database, url, server, clientSecret }: Around, name: string): Promise<Vendor> {
  const apiKey = `lk_${randomBytes(32).toString('base64url')}`;
  const keyHash = createHash('sha256').update(apiKey).digest();
  const db = openDatabase({ url: database.appUrl, poolMax: 1, applicationName: 'fuzz' });
  await createOrganization(db, name, async (tx, { id }) => {
    await createApiKey(tx, id, { keyHash, prefix: apiKey.slice(0, 9), name: 'fuzz', scopes });
  });
  await db.close();

  const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  };
  const items = async (path: string) => ((await call('GET', path)) as { items: Json[] }).items;
  const made = async (path: string, body: object) => (await call('POST', path, body)) as Json;

  /** An integration deployed to a customer, whose connection is connected by an import. */
  const furnish = async () => {
    const key = `k-${randomBytes(5).toString('hex')}`;
    const integration = await made('/integrations', { key, name: 'Payroll sync' });
    const config = await made('/connection-configs', {
      ...{
        key,
        integrationId: integration.id,
        scopes: ['read'],
        inputs: [{ name: 'region', label: 'Region', type: 'text', visibility: 'customer' }],
      },
      definition: { name: 'Books', authorize: { url: server.authorizeUrl }, token: { url: server.tokenUrl } },
      environments: { production: { clientId: 'fuzz-client', clientSecret } },
    });
    await made(`/integrations/${integration.id}/required-config-variables`, {
      key: 'books',
      connectionConfigId: config.id,
    });
    const customer = await made('/customers', { externalId: key, name: 'Example Bakery' });
    await made(`/customers/${customer.id}/users`, { externalId: 'ada', name: 'Ada' });
    const instance = await made('/instances', {
      integrationId: integration.id,
      customerId: customer.id,
      name: 'Example',
    });
    const [connection] = instance.connections as Json[];
    const { accessToken, refreshToken } = server.mintGrant({ clientId: 'fuzz-client', account: key, scope: 'read' });
    await made('/connections/import', { items: [{ connectionId: connection?.id, accessToken, refreshToken }] });
    await made('/api-keys', { name: key, scopes: ['connections:read'] });
  };

  let owners: Readonly<Record<string, string>> = {};
  const read = async () => {
    const ids: Record<string, string[]> = {};
    for (const [prefix, path] of Object.entries(lists))
      ids[prefix] = (await items(`${path}?limit=50`)).map(({ id }) => id);
    const keys = (await items('/api-keys?limit=100')) as (Json & { name: string; revokedAt: unknown })[];
    ids.key = keys.filter((one) => one.name !== 'fuzz' && one.revokedAt === null).map(({ id }) => id);
    const [integrationId] = ids.int ?? [];
    ids.var = integrationId
      ? (await items(`/integrations/${integrationId}/required-config-variables`)).map(({ id }) => id)
      : [];
    const [customerId] = ids.cus ?? [];
    ids.usr = customerId ? (await items(`/customers/${customerId}/users?limit=50`)).map(({ id }) => id) : [];
    owners = Object.fromEntries([
      ...ids.var.map((id) => [id, integrationId ?? '']),
      ...ids.usr.map((id) => [id, customerId ?? '']),
    ]);
    return ids;
  };

  return {
    apiKey,
    owners: () => owners,
    async ids() {
      const there = await read();
      const missing = Object.keys(there).filter((prefix) => there[prefix]?.length === 0);
      if (missing.length === 0) return there;
      if (missing.includes('whe')) await made('/webhook-endpoints', { url: 'https://hooks.example.com/latchkey' });
      if (missing.includes('dom')) await made('/domains', { host: `oauth2.${randomBytes(5).toString('hex')}.example` });
      if (missing.some((prefix) => prefix !== 'whe' && prefix !== 'dom')) await furnish();
      return await read();
    },
  };
}
