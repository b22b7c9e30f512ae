import { freshDatabase } from '@latchkey/db/testing';
import { sandboxDefinition, sandboxScopeNames, seedDemo } from '@latchkey/latchkey';
import { protocolTimes } from '@latchkey/oauth';
import { startProvider, startVendor } from '@latchkey/sandbox';
import { openEnvironmentKeys } from '@latchkey/vault';
import pg from 'pg';
import t, { type Test } from 'tap';
import { apiClient } from './api-client.js';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { freePort } from './free-port.js';
import { startProcesses } from './processes.js';
import { startRedis } from './queues.js';
import { newKey } from './stack.js';
import { until } from './until.js';
import { badge, cardOf, connectByWindow, consentAt, lookAgain, openWizard, pressForWindow } from './walk.js';

const skip = skipWithoutChromium || (process.env.TEST_REDIS_URL ? false : 'no Redis: install the package redis-server');

/** API, callback and worker as processes on Postgres and Redis; provider and vendor in this one. */
async function startSite(t: Test) {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const key = newKey();
  const processes = await startProcesses(t, {
    database,
    queueUrl: (await startRedis(t)).url,
    key,
    doors: ['api', 'callback', 'worker'],
    tickMs: 250,
    // A whole day becomes minutes, 30 seconds between two refreshes 3.
    timesDivisor: protocolTimes.refreshIntervalMin / 3000,
  });
  const provider = await startProvider({ port: await freePort('127.0.0.2'), accessTokenSeconds: 6 });
  t.teardown(() => provider.close());
  const vendorPort = await freePort('127.0.0.3');
  const [clientId, clientSecret] = ['acme-rota', 'a secret of three processes'];
  const demo = await seedDemo({
    databaseUrl: database.appUrl,
    ownerUrl: database.workerUrl,
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: key }),
    publicUrl: processes.callbackUrl,
    vendorOrigin: `http://127.0.0.3:${vendorPort}`,
    definition: sandboxDefinition(provider.issuer),
    scopes: sandboxScopeNames,
    clientId,
    clientSecret,
  });
  await provider.registerClient({
    clientId,
    clientSecret,
    redirectUris: [demo.callbackUrl],
    clientName: 'Acme Rota',
  });
  const apiUrl = processes.first('api').url ?? '';
  const vendor = await startVendor({
    port: vendorPort,
    apiUrl,
    apiKey: demo.apiKey,
    wizardOrigin: processes.callbackUrl,
    instanceId: demo.instanceId,
    userId: demo.userId,
    providerUrl: provider.url,
  });
  t.teardown(() => vendor.close());
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  admin.on('error', () => undefined); // told by the query that it interrupts
  t.teardown(() => admin.end());
  return {
    urls: { api: apiUrl, callback: processes.callbackUrl, provider: provider.url, vendor: vendor.url },
    api: apiClient(apiUrl, demo.apiKey),
    connectionId: demo.connectionId,
    processes,
    provider,
    admin,
  };
}

t.test('the walk with api, callback and worker as processes, on Postgres and Redis', { skip }, async (t) => {
  const site = await startSite(t);
  const { api, connectionId, processes, provider, urls, admin } = site;
  const page = await (await (await startBrowser(t)).newContext(t)).newPage();
  const books = async () => {
    const headers = { authorization: `Bearer ${await api.accessToken(connectionId)}` };
    return (await fetch(`${urls.provider}/api/books`, { headers })).status;
  };

  await t.test('each is ready, and says so on its private port only', async (t) => {
    for (const { door, privateUrl, url } of processes.all) {
      t.match(
        await (await fetch(`${privateUrl}/readyz`)).json(),
        { status: 'ready', checks: { database: 'ok' } },
        door,
      );
      if (url) t.equal((await fetch(`${url}/readyz`)).status, 404, `${door}: not in public`);
    }
  });

  await t.test('connect, use, renew', async (t) => {
    await openWizard(page, site);
    await badge(page, 'Not connected');
    await connectByWindow(page);
    await badge(page, 'Connected, not used yet');
    t.equal(await books(), 200);
    await api.post(`/v1/connections/${connectionId}/executions`, { outcome: 'succeeded' });
    t.match(await api.connection(connectionId), { status: 'active', color: 'green' });
    const { generation } = await api.connection(connectionId);
    await until('renewed by the worker', async () => {
      const now = await api.connection(connectionId);
      return (now.generation ?? 0) > (generation ?? 0) && now.lastRefreshedAt !== null;
    });
    t.equal(await books(), 200);
    await lookAgain(page);
    await page.getByRole('button', { name: /^Log / }).click();
    await page.locator('latchkey-log').getByText('Access renewed').waitFor();
  });

  await t.test('a refusal at consent keeps what there was', async (t) => {
    const popup = await pressForWindow(page, /^Use another account /);
    await consentAt(popup, { decision: 'Deny' });
    await popup.getByRole('heading', { name: 'Sandbox Books was not connected' }).waitFor();
    await cardOf(page, connectionId).locator('.callout').getByText('access was declined').waitFor();
    t.equal(await books(), 200);
    await popup.close();
  });

  await t.test('disconnect', async (t) => {
    await page.getByRole('button', { name: /^Disconnect / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await badge(page, 'Not connected');
    t.match(await api.connection(connectionId), { status: 'pending', lastRevocation: { outcome: 'revoked' } });
    t.same((await admin.query('SELECT * FROM grant_token')).rows, []);
    t.same(provider.liveGrants(), []);
    t.ok(provider.ledger.count({ endpoint: 'revocation', outcome: 'ok' }) > 0);
    await connectByWindow(page);
    await badge(page, 'Connected, not used yet');
  });

  await t.test('each process tells what it did, and none has failed', async (t) => {
    const told = async (door: 'api' | 'callback' | 'worker') =>
      await (await fetch(`${processes.first(door).privateUrl}/metrics`)).text();
    const worker = await told('worker');
    t.match(worker, /^latchkey_refreshes_total\{outcome="refreshed"\} [1-9]/m);
    t.match(worker, /^latchkey_refresh_lateness_seconds_count [1-9]/m);
    t.match(worker, /^latchkey_revocations_total\{outcome="revoked"\} 1$/m);
    t.match(worker, /^latchkey_due_grants\{duty="refresh"\} \d+$/m);
    t.match(worker, /^latchkey_due_oldest_seconds\{duty="revoke"\} 0$/m);
    t.match(await told('callback'), /^latchkey_callbacks_total\{outcome="access_denied"\} 1$/m);
    t.match(await told('api'), /^latchkey_token_reads_total\{outcome="token"\} [1-9]/m);
    const failures = processes.all.flatMap(({ log }) => log.filter((line) => line.includes('"level":"error"')));
    t.same(failures, []);
  });
});
