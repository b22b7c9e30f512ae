import { openDatabase } from '@latchkey/db';
import { findApiKey } from '@latchkey/db/management';
import { freshDatabase, seedConnection } from '@latchkey/db/testing';
import { formatId, sha256 } from '@latchkey/oauth';
import t from 'tap';
import { commands, usage } from '../src/operator/commands.js';

const fresh = await freshDatabase();
const app = openDatabase({ url: fresh.appUrl, poolMax: 1, applicationName: 'operator-test' });
t.teardown(async () => {
  await app.close();
  await fresh.drop();
});
const env = { DATABASE_URL: fresh.workerUrl };

function run(name: string, ...args: string[]) {
  const command = commands.get(name);
  if (!command) throw new Error(`no command ${name}`);
  return command.run(args, env, () => undefined);
}

t.test('an organization and its keys', async (t) => {
  t.same(await run('list-organizations'), ['There is no organization yet.']);
  const [organization = '', key = ''] = await run('create-organization', '--name', 'Acme');
  const id = /^organization: (org_[0-9a-f]{32})$/.exec(organization)?.[1] ?? '';
  const text = /^API key: (lk_[A-Za-z0-9_-]{43})$/.exec(key)?.[1] ?? '';
  const found = await findApiKey(app, await sha256(text));
  t.equal(found && formatId('organization', found.organizationId), id);
  t.ok(found?.scopes.includes('keys:write'));
  t.match(await run('list-organizations'), [new RegExp(`^${id}  active  20..-..-..  Acme$`)]);

  const [second = ''] = await run(
    'create-api-key',
    '--organization',
    id,
    '--name',
    'reader',
    '--scopes',
    'connections:read',
  );
  const reader = await findApiKey(app, await sha256(second.slice('API key: '.length)));
  t.match(reader, { name: 'reader', scopes: ['connections:read'] });
});

t.test('what is missing or wrong is named', async (t) => {
  await t.rejects(run('create-organization'), { name: 'StartError', message: 'Missing: --name <value>' });
  await t.rejects(run('create-organization', '--nam', 'x'), { name: 'StartError', message: /--nam/ });
  const nobody = `org_${'0'.repeat(32)}`;
  const create = (...args: string[]) => run('create-api-key', '--name', 'x', ...args);
  await t.rejects(create('--organization', 'acme'), { message: /org_/ });
  await t.rejects(create('--organization', nobody), { message: /There is no organization/ });
  await t.rejects(create('--organization', nobody, '--scopes', 'all'), { message: /There is no scope all/ });
  const missing = commands.get('list-organizations')?.run([], {}, () => undefined);
  await t.rejects(async () => void (await missing), { message: /DATABASE_URL/ });
  for (const name of commands.keys()) t.match(usage(), name);
});

t.test('servers and clients are paused and resumed', async (t) => {
  t.same(await run('list-pauses'), ['Nothing is paused, and no server is down.']);
  t.same(await run('pause-server', '--host', 'Login.example:8443'), ['login.example:8443 is paused.']);
  t.same(await run('pause-server', '--host', 'login.example:8443'), ['login.example:8443 was paused already.']);
  t.match(await run('list-pauses'), [/^server {2}login\.example:8443 {2}paused since 20/]);
  t.same(await run('resume-server', '--host', 'login.example:8443'), ['login.example:8443 is asked again.']);
  t.same(await run('resume-server', '--host', 'login.example:8443'), ['login.example:8443 is not paused.']);
  await t.rejects(run('pause-server', '--host', 'https://login.example/token'), { message: /must be a host/ });

  const { clientRowId, connectionConfigId, environment } = await seedConnection(app);
  const client = formatId('client', clientRowId);
  const config = ['--config', formatId('connection_config', connectionConfigId), '--environment', environment];
  t.same(await run('pause-client', ...config), [`${client} is paused.`]);
  t.same(await run('pause-client', '--client', client), [`${client} was paused already.`]);
  t.match(await run('list-pauses'), [new RegExp(`^client  ${client}  paused since 20.*  org_.*  client-1$`)]);
  t.same(await run('resume-client', '--client', client), [`${client} is asked for again.`]);
  t.same(await run('resume-client', ...config), [`${client} is not paused.`]);
  await t.rejects(run('pause-client'), { message: /--client cli_/ });
  await t.rejects(run('pause-client', '--client', 'acme'), { message: /cli_/ });
  await t.rejects(run('pause-client', '--client', `cli_${'0'.repeat(32)}`), { message: /There is no client/ });
  await t.rejects(run('pause-client', ...config.slice(0, 3), 'nowhere'), { message: /has no client/ });
});

t.test('troubles are counted, listed and retried', async (t) => {
  const counts = await run('list-troubles');
  t.match(counts[0], /^ +0 {2}due +due now/);
  t.equal(counts.length, 12);
  t.same(await run('list-troubles', '--trouble', 'late'), ['No connection is late.']);
  t.same(await run('retry', '--trouble', 'degraded', '--spread-seconds', '30'), [
    '0 made due over the next 30 seconds.',
  ]);
  await t.rejects(run('retry'), { message: /--trouble/ });
  await t.rejects(run('retry', '--trouble', 'reconnect'), { message: /must be one of:\n {2}late: / });
  await t.rejects(run('list-troubles', '--trouble', 'toString'), { message: /must be one of/ });
  await t.rejects(run('list-troubles', '--limit', '0'), { message: /--limit/ });
  await t.rejects(run('list-troubles', '--organization', 'acme'), { message: /org_/ });
});
