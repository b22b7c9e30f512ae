import { randomBytes } from 'node:crypto';
import { freshDatabase } from '@latchkey/db/testing';
import { type ScriptableAuthorizationServer, startAuthorizationServer } from '@latchkey/oauth/testing';
import { newKeyEncryptionKey } from '../e2e/arrange.js';
import { type DoorProcess, startProcesses } from '../e2e/processes.js';
import type { Scope } from '../e2e/scope.js';
import { createSender } from './send.js';
import type { KnownThings } from './valid-values.js';
import { foundVendor, type Vendor } from './vendor.js';

/** The API as a process on a database of its own, a provider that answers, and two organizations. */
export interface FuzzWorld {
  readonly api: DoorProcess;
  readonly url: string;
  readonly apiKey: string;
  /** Reads anew what there is, and makes what was deleted. */
  known(): Promise<KnownThings>;
  /** What no answer may hold. */
  readonly secrets: readonly string[];
  readonly send: ReturnType<typeof createSender>['send'];
}

export async function openFuzzWorld(scope: Scope, concurrency: number): Promise<FuzzWorld> {
  const database = await freshDatabase();
  scope.teardown(() => database.drop());
  const key = newKeyEncryptionKey();
  const clientSecret = `csec_${randomBytes(24).toString('base64url')}`;
  const server: ScriptableAuthorizationServer = await startAuthorizationServer({
    clients: [{ clientId: 'fuzz-client', clientSecret, authMethod: 'client_secret_basic' }],
  });
  scope.teardown(() => server.close());
  const processes = await startProcesses(scope, { database, key, doors: ['api'], logLevel: 'info' });
  const api = processes.first('api');
  const url = api.url as string;
  const { send, close } = createSender(url, concurrency);
  scope.teardown(() => close());
  const [ours, theirs] = await Promise.all(
    ['Acme Rota', 'Globex'].map((name) => foundVendor({ database, url, server, clientSecret }, name)),
  );
  const vendor = ours as Vendor;
  const other = theirs as Vendor;
  const definition = {
    name: 'Books',
    issuer: server.issuer,
    authorize: { url: server.authorizeUrl },
    token: { url: server.tokenUrl },
    revoke: { url: server.revokeUrl },
  };
  const foreign = await other.ids();
  const password = new URL(database.appUrl).password;
  return {
    ...{ api, url, send, apiKey: vendor.apiKey },
    secrets: [vendor.apiKey, other.apiKey, clientSecret, key.split(':')[1] as string, ...(password ? [password] : [])],
    async known() {
      const ids = await vendor.ids();
      return {
        ids,
        foreign,
        owners: vendor.owners(),
        definition,
        issuer: server.issuer,
        origin: 'http://127.0.0.3:4400',
      };
    },
  };
}
