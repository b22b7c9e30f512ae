import { createHash, randomBytes } from 'node:crypto';
import { scopes as apiScopes, startApi } from '@latchkey/api';
import { openDoor } from '@latchkey/compose';
import { newId } from '@latchkey/db';
import { createApiKey, createOrganization, replaceOrigins } from '@latchkey/db/management';
import { freshDatabase } from '@latchkey/db/testing';
import { completeEmbedded, type GrantId, type OrganizationId, parseId, refreshDueGrants } from '@latchkey/oauth';
import { createLogger, createMetrics } from '@latchkey/process';
import { prepareQueue } from '@latchkey/queue';
import { redactLine } from '@latchkey/vault';
import pg from 'pg';
import { type ApiClient, apiClient } from '../api-client.js';
import { type BrowserScope, startBrowser } from '../browser.js';
import { freePort } from '../free-port.js';
import type { Scope } from '../scope.js';
import { newKeyRing } from '../stack.js';
import { type Composition, startSwitchboard } from './composition.js';
import { type HonestProvider, startHonestProvider } from './honest-provider.js';
import { onInternet } from './internet.js';
import { type MaliciousServer, startMaliciousServer } from './malicious-server.js';
import { type Person, personIn } from './person.js';
import type { Target } from './target.js';

export type WorldScope = Scope & BrowserScope;

/** A vendor, with a key that may do everything and a page of its own whose origin is registered. */
export interface Organization {
  readonly id: OrganizationId;
  readonly name: string;
  readonly api: ApiClient;
  readonly origin: string;
}

/** What a browser brought to the vendor's page, and what the vendor kept. Ids as on the wire. */
interface Brought {
  readonly authorizationSessionId: string;
  readonly completionCode: string;
  readonly verifier: string;
}

/** All that the attacks happen in: one Latchkey, an honest provider, a malicious server, and browsers. */
export interface World {
  /** An honest vendor. */
  readonly acme: Organization;
  /** A vendor who signed up to attack others. */
  readonly evil: Organization;
  readonly provider: HonestProvider;
  readonly malicious: MaliciousServer;
  /** The browser door's public base URL. */
  readonly door: string;
  /** Exchanges the composition of browser door and worker. */
  compose(composition: Composition): Promise<void>;
  /** A person with a browser of their own, signed in at the provider with this account. */
  person(account: string): Promise<Person>;
  /** A key of that organization with these scopes, as one that was stolen. */
  stolenKey(organization: Organization, scopes: readonly string[]): Promise<ApiClient>;
  /** The worker's refresh tick, until what was due is done. */
  refreshDue(): Promise<void>;
  /** What a vendor's backend calls to complete an embedded flow; its answer does not matter. */
  complete(target: Target, brought: Brought): Promise<void>;
  /** As superuser. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The people go home, and the malicious server forgets what it received. */
  clear(): Promise<void>;
}

/** Starts it on a database of its own; everything ends with the scope. */
export async function startWorld(scope: WorldScope): Promise<World> {
  const database = await freshDatabase();
  scope.teardown(() => database.drop());
  await prepareQueue(database.ownerUrl);
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  admin.on('error', () => undefined); // told by the query that it interrupts
  scope.teardown(() => admin.end());
  const log: string[] = [];
  const destination = { write: (line: string) => void log.push(line) };
  const logger = createLogger({ name: 'attacks', redact: redactLine, level: 'warn', destination });
  scope.teardown(() => {
    if (!scope.passing()) for (const line of log.slice(-50)) scope.comment(line.trim());
  });

  const provider = await startHonestProvider(scope, '127.0.0.2');
  const malicious = await startMaliciousServer(scope, '127.0.0.4', provider);
  const publicUrl = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  const keyEncryptionKeys = newKeyRing();
  const joined = async (name: string, login: 'app' | 'worker') => {
    const shared = {
      keyEncryptionKeys,
      loopback: 'development',
      baseUrls: [publicUrl],
      queueUrl: database[`${login}Url`],
    } as const;
    const config = { ...shared, databaseUrl: database[`${login}Url`] };
    const open = await openDoor(config, { name, poolMax: 6, logger });
    scope.teardown(() => open.close());
    const transport = onInternet(open.ports.transport, { books: provider.url, others: malicious.url });
    return { db: open.db, ports: { ...open.ports, transport } };
  };
  const door = await joined('attacked-callback', 'app');
  const worker = await joined('attacked-worker', 'worker');
  const switchboard = await startSwitchboard(scope, { publicUrl, door, logger });
  const api = await startApi(
    {
      ...{ loopback: 'development', baseUrls: [publicUrl] },
      ...{ keyEncryptionKeys, databaseUrl: database.appUrl, queueUrl: database.appUrl },
      ...{ host: '127.0.0.1', port: await freePort('127.0.0.1'), callbackPublicUrl: publicUrl },
      regions: { region: 'local', residency: 'local', peers: [] },
    },
    logger,
    createMetrics(),
  );
  scope.teardown(() => api.close());

  const organization = async (name: string, origin: string): Promise<Organization> => {
    const key = `lk_${randomBytes(32).toString('base64url')}`;
    const organizationId = await createOrganization(worker.db, name, async (tx, { id }) => {
      await createApiKey(tx, id, {
        keyHash: createHash('sha256').update(key).digest(),
        ...{ prefix: key.slice(0, 9), name: 'attacks', scopes: apiScopes },
      });
      await replaceOrigins(tx, id, [origin]);
      return id as OrganizationId;
    });
    return { id: organizationId, name, api: apiClient(api.url, key), origin };
  };
  const browser = await startBrowser(scope);
  let composed: Composition = {};
  const people: Person[] = [];
  return {
    acme: await organization('Acme', 'http://127.0.0.3:8080'),
    evil: await organization('Evil', 'http://127.0.0.6:8080'),
    ...{ provider, malicious, door: publicUrl },
    async compose(composition) {
      composed = composition;
      await switchboard.compose(composition);
    },
    async person(account) {
      // What is refused shows as an error in the console.
      const context = await browser.newContext(scope, { expected: /status of 4\d\d|ERR_/ });
      const person = await personIn(context, { account, providerUrl: provider.url });
      people.push(person);
      return person;
    },
    async stolenKey({ api: owner }, scopes) {
      const wanted = [...new Set([...scopes, ...(composed.keyScopes ?? [])])];
      const { key } = await owner.post<{ key: string }>('/v1/api-keys', { name: 'stolen', scopes: wanted });
      return apiClient(api.url, key);
    },
    async refreshDue() {
      const ports = { ...worker.ports, ...composed.ports?.(worker.ports) };
      const work = await refreshDueGrants(ports, { slots: 8, takeover: 'allowed', onResult: () => undefined });
      await work.settled;
    },
    async complete({ organization }, { completionCode, verifier: completionVerifier, ...brought }) {
      const { ports } = composed;
      const id = parseId('authorization_session', brought.authorizationSessionId);
      if (!ports || !id) {
        const path = `/v1/authorization-sessions/${brought.authorizationSessionId}/complete`;
        await organization.api.call('POST', path, { completionCode, completionVerifier });
        return;
      }
      // The API has no seam for ports: behind its route is nothing but this flow.
      await completeEmbedded(
        { ...worker.ports, ...ports(worker.ports) },
        {
          ...{ grantId: newId<GrantId>(), organizationId: organization.id, authorizationSessionId: id },
          ...{ completionCode, completionVerifier },
        },
      );
    },
    query: async (sql, values = []) => (await admin.query(sql, [...values])).rows,
    async clear() {
      await Promise.all(people.splice(0).map(({ context }) => context.close()));
      malicious.forget();
    },
  };
}
