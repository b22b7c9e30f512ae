import { openDatabase } from '@latchkey/db';
import t from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('secrets are told once or never: not in answers, logs or readable columns', async (t) => {
  const place = await deploy(world, { accessTokenSeconds: 2 });
  t.teardown(() => place.server.close());
  const answers: string[] = [];
  const note = async (...args: Parameters<typeof call>) => {
    const answer = await call(...args);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const path = `/connections/${place.connectionId}`;
  await world.connect(place.connectionId);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const token = await call('GET', `${path}/access-token`);
  const inputs = [{ name: 'pin', label: 'Pin', type: 'secret', visibility: 'customer' }];
  const pin = 'canary-pin-b81f04';
  await note('PATCH', `/connection-configs/${place.configId}`, { body: { inputs } });
  await note('PATCH', path, { body: { inputs: { pin } } });
  const minted = await call('POST', '/api-keys', { body: { name: 'canary', scopes: ['audit:read'] } });
  const session = await call('POST', '/wizard-sessions', { body: { instanceId: place.instanceId } });
  await note('GET', '/audit-events', { key: minted.body.key });
  for (const list of [
    '/connections',
    '/instances',
    '/connection-configs',
    '/api-keys',
    '/audit-events',
    '/customers',
    '/integrations',
  ])
    await note('GET', `${list}?limit=200`);
  for (const one of [path, `${path}/events`, `/instances/${place.instanceId}`, `/connection-configs/${place.configId}`])
    await note('GET', one);
  await note('PATCH', `/connection-configs/${place.configId}`, {
    body: { environments: { production: { clientId: 7, clientSecret } } },
  });
  await note('POST', `${path}/executions`, {
    body: { outcome: 'connection_error', message: `Bearer ${token.body.accessToken} refused` },
  });
  await note('POST', `${path}/disconnect`);

  const secrets = [
    ...[clientSecret, pin, minted.body.key, session.body.ticket, world.acme.key],
    ...place.server.issuedSecrets(),
  ];
  t.ok(secrets.length > 8 && secrets.every((secret) => secret.length > 10));
  const texts = [...answers, ...world.logged, ...(await readableColumns(world.adminUrl))];
  for (const secret of secrets)
    t.same(
      texts.filter((text) => text.includes(secret)).map((text) => text.slice(0, 200)),
      [],
    );
  t.ok(
    texts.some((text) => text.includes('acme-client')),
    'the search would find what is there',
  );
});

/** Every row of every table as text; bytes as their own characters, so that an unsealed secret would show. */
async function readableColumns(url: string): Promise<readonly string[]> {
  const db = openDatabase({ url, poolMax: 1, applicationName: 'api-test' });
  try {
    const tables = await db.pool.query<{ name: string }>(
      "SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const found = await db.pool.query(`SELECT * FROM ${name}`);
      for (const row of found.rows) rows.push(`${name} ${JSON.stringify(row, asText)}`);
    }
    return rows;
  } finally {
    await db.close();
  }
}

function asText(_name: string, value: unknown): unknown {
  const bytes = value as { readonly type?: unknown; readonly data?: readonly number[] } | null;
  return bytes?.type === 'Buffer' ? Buffer.from(bytes.data ?? []).toString('latin1') : value;
}
