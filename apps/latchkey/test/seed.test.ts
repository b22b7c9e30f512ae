import { randomBytes } from 'node:crypto';
import { openDatabase } from '@latchkey/db';
import { findApiKey } from '@latchkey/db/management';
import { freshDatabase } from '@latchkey/db/testing';
import { type ClientRowId, parseId, reveal, type Sealed, sha256 } from '@latchkey/oauth';
import { createKeyRing, localKey } from '@latchkey/vault';
import t from 'tap';
import { createVaultOn } from '../src/operator/create-vault.js';
import { sandboxDefinition, sandboxScopeNames } from '../src/sandbox-definition.js';
import { seedDemo } from '../src/seed.js';

const fresh = await freshDatabase();
const worker = openDatabase({ url: fresh.workerUrl, poolMax: 2, applicationName: 'seed-test' });
const app = openDatabase({ url: fresh.appUrl, poolMax: 1, applicationName: 'seed-test' });
t.teardown(async () => {
  await app.close();
  await worker.close();
  await fresh.drop();
});

const keyEncryptionKeys = createKeyRing([localKey('test', randomBytes(32))]);
const start = (clientSecret: string, provider: string) =>
  seedDemo({
    databaseUrl: fresh.appUrl,
    ownerUrl: fresh.workerUrl,
    keyEncryptionKeys,
    publicUrl: 'http://127.0.0.1:4200',
    vendorOrigin: 'http://127.0.0.3:4400',
    definition: sandboxDefinition(provider),
    scopes: sandboxScopeNames,
    clientId: 'acme-rota',
    clientSecret,
  });

t.test('a second start finds what the first one made, with a fresh key and secret', async (t) => {
  const first = await start('first-secret', 'http://127.0.0.2:4300');
  const second = await start('second-secret', 'http://127.0.0.2:5300');
  const { apiKey: oldKey, ...before } = first;
  const { apiKey: newKey, ...after } = second;
  t.same(after, before);
  t.equal(after.callbackUrl, `http://127.0.0.1:4200/callback/${after.configId}/production`);
  t.equal(await findApiKey(app, await sha256(oldKey)), undefined, 'the old key is revoked');
  const key = await findApiKey(app, await sha256(newKey));
  t.ok(key);
  const organizationId = key?.organizationId ?? '';

  const config = await worker.prisma.connectionConfig.findFirstOrThrow();
  t.match(config.definition, { issuer: 'http://127.0.0.2:5300' }, 'the provider moved');
  for (const table of [
    'organization',
    'integration',
    'customer',
    '"user"',
    'instance',
    'connection',
    'instance_link',
    'client',
  ])
    t.equal((await worker.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n, 1, table);
  t.ok(parseId('connection', after.connectionId));
  const live = await worker.prisma.clientSecret.findMany({ where: { state: 'current' } });
  t.equal(live.length, 1);
  const [row] = live;
  const vault = createVaultOn(worker, keyEncryptionKeys);
  const opened = await vault.open(
    { organizationId, row: (row?.id ?? '') as ClientRowId, field: 'client_secret.value' },
    { envelope: row?.value } as unknown as Sealed,
  );
  t.equal(reveal(opened), 'second-secret');
});
