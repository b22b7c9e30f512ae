import { randomBytes } from 'node:crypto';
import { allSealedColumns, createAuthorizationSessions, createDataKeyStore, createGrants } from '@latchkey/db';
import { connect, openFreshDatabase, seedConnection, someSession, steadyClock } from '@latchkey/db/testing';
import { formatId, reveal, type Sealed, secret, type VaultPort } from '@latchkey/oauth';
import { createVault, openEnvironmentKeys } from '@latchkey/vault';
import t from 'tap';
import { commands } from '../src/operator/commands.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const keyText = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const former = keyText('kek-former');
const next = keyText('kek-next');

const vaultOf = (...keys: string[]): VaultPort =>
  createVault({
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: keys.join(',') }),
    dataKeys: createDataKeyStore(db.worker),
  });

/** Runs a command with these keys; answers what it printed. A refusal is printed too, after `refused:`. */
async function run(keys: readonly string[], name: string, ...args: string[]): Promise<readonly string[]> {
  const env = { DATABASE_URL: db.urls.workerUrl, LATCHKEY_KEY: keys.join(','), LATCHKEY_TIMES_DIVISOR: '10000' };
  const said: string[] = [];
  try {
    said.push(...((await commands.get(name)?.run(args, env, (line) => void said.push(line))) ?? []));
  } catch (error) {
    if ((error as Error).name !== 'StartError') throw error;
    said.push(...`refused: ${(error as Error).message}`.split('\n'));
  }
  return said;
}

/** An organization with a value in every sealed column, each sealed with the former keys. */
async function arrange() {
  const seeded = await seedConnection(db.app);
  const { organizationId } = seeded;
  const authorizationSessions = createAuthorizationSessions(db.app);
  await connect({ grants: createGrants(db.app, steadyClock), authorizationSessions }, seeded);
  await authorizationSessions.create(someSession(seeded), { kind: 'authorization_started' });
  const fill = (sql: string, ...values: unknown[]) => db.admin.query(sql, [organizationId, ...values]);
  await fill(`INSERT INTO connection_input VALUES ($1, $2, 'key', NULL, '\\x00')`, seeded.connectionId);
  await fill(
    `INSERT INTO grant_alternate (organization_id, grant_id, attempt_id, token_set, has_refresh_token, kept_until)
     SELECT organization_id, id, gen_random_uuid(), '\\x00', true, now() + interval '1 day' FROM "grant" WHERE organization_id = $1`,
  );
  await fill(
    `INSERT INTO device_authorization (organization_id, id, connection_id, connection_config_id, wizard_session_id,
       device_code, user_code, verification_uri, terms, client_row_id, requested_scopes, interval_seconds, most_requests,
       poll_due_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, $3, gen_random_uuid(), '\\x00', 'CODE', 'https://a.example', '{}', $4,
       '{}', 5, 1, now() + interval '1 day', now() + interval '1 day')`,
    ...[seeded.connectionId, seeded.connectionConfigId, seeded.clientRowId],
  );
  await fill(
    `UPDATE authorization_session SET parked_response = '\\x00' WHERE organization_id = $1 AND consumed_at IS NULL`,
  );
  await fill(
    `WITH endpoint AS (INSERT INTO webhook_endpoint (organization_id, id, url, description, event_types)
       VALUES ($1, gen_random_uuid(), 'https://vendor.example/webhooks', '', '{}') RETURNING organization_id, id)
     INSERT INTO webhook_secret (organization_id, id, endpoint_id, value)
     SELECT organization_id, gen_random_uuid(), id, '\\x00' FROM endpoint`,
  );
  const vault = vaultOf(former);
  for (const { table, column, row, field } of allSealedColumns) {
    const { rows } = await fill(
      `SELECT ctid, ${row}::text AS row FROM ${table} WHERE organization_id = $1 AND ${column} IS NOT NULL`,
    );
    for (const one of rows) {
      const { envelope } = await vault.seal({ organizationId, row: one.row, field }, secret(`${table} ${one.row}`));
      await fill(`UPDATE ${table} SET ${column} = $2 WHERE organization_id = $1 AND ctid = $3`, envelope, one.ctid);
    }
  }
  return seeded;
}

/** How many values of an organization open to what they were, by column. */
async function opening(organizationId: string, vault: VaultPort): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { table, column, row, field } of allSealedColumns) {
    const { rows } = await db.admin.query(
      `SELECT ${row}::text AS row, ${column} AS sealed FROM ${table} WHERE organization_id = $1 AND ${column} IS NOT NULL`,
      [organizationId],
    );
    counts[`${table}.${column}`] = 0;
    for (const one of rows) {
      const opened = await vault.open({ organizationId, row: one.row, field }, { envelope: one.sealed } as Sealed);
      if (reveal(opened) === `${table} ${one.row}`) (counts[`${table}.${column}`] as number)++;
    }
  }
  return counts;
}

const first = await arrange();
const second = await arrange();
const id = (organizationId: string) => formatId('organization', organizationId);
const dataKeys = async (organizationId: string): Promise<{ id: string; kek_id: string; state: string }[]> =>
  (
    await db.admin.query(
      'SELECT id, kek_id, state FROM organization_data_key WHERE organization_id = $1 ORDER BY state, created_at DESC',
      [organizationId],
    )
  ).rows;
const [formerDataKey] = await dataKeys(first.organizationId);
if (!formerDataKey) throw new Error('no data key');

t.test('a key that wraps something cannot be retired, and what it wraps is named', async (t) => {
  t.same(await run([former], 'retire-key', '--key', 'kek-former'), [
    'refused: kek-former is the first key, which wraps what is new. Put another one first, and rotate-keys.',
  ]);
  t.match(await run([next], 'retire-key', '--key', 'kek-former'), [/There is no key kek-former here, only kek-next/]);
  const [refusal, ...organizations] = await run([next, former], 'retire-key', '--key', 'kek-former');
  t.match(refusal, 'refused: kek-former still wraps 2 data keys of 2 organizations: run rotate-keys first.');
  t.same(organizations.sort(), [`${id(first.organizationId)}  1`, `${id(second.organizationId)}  1`].sort());
  t.match(await run([next], 'rotate-keys'), [
    /refused: 2 data keys of 2 organizations are wrapped by kek-former, which is not among the keys given \(kek-next\)/,
  ]);
});

t.test('a rotation seals every value anew; the new key is enough then', async (t) => {
  const before = await opening(first.organizationId, vaultOf(former));
  t.ok(
    Object.values(before).every((count) => count > 0),
    JSON.stringify(before),
  );
  const said = await run([next, former], 'rotate-keys');
  t.match(said.slice(0, 3), [
    '2 data keys wrapped by kek-next, which others wrapped before',
    /^rotation begun 20/,
    '2 new data keys, for 2 organizations in all',
  ]);
  t.match(said.at(-2), /^Done: 1[0-9] values sealed anew in this run, 2 data keys wrapped anew\.$/);
  for (const { organizationId } of [first, second]) {
    const [current, retired, ...more] = await dataKeys(organizationId);
    t.match(
      [current, retired],
      [
        { kek_id: 'kek-next', state: 'current' },
        { kek_id: 'kek-next', state: 'retired' },
      ],
    );
    t.same(more, []);
    t.same(await opening(organizationId, vaultOf(next)), before);
    for (const { table, column } of allSealedColumns) {
      const { rows } = await db.admin.query(
        `SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1 AND ${column} IS NOT NULL
            AND convert_from(substring(${column} from 3 for 36), 'LATIN1') <> $2`,
        [organizationId, current?.id],
      );
      t.same(rows, [{ n: 0 }], `nothing of ${table}.${column} is under the former data key`);
    }
  }
  const { rows } = await db.admin.query(`SELECT action FROM audit_event WHERE target_kind = 'data_key'`);
  t.same(rows, [{ action: 'data_key.replaced' }, { action: 'data_key.replaced' }]);
});

t.test('a retired key-encryption key comes back by nobody', async (t) => {
  t.match(await run([next, former], 'list-keys'), [
    'kek-next  wraps what is new  4 data keys of 2 organizations',
    'kek-former  opens  0 data keys of 0 organizations',
    '2 data keys no longer seal.',
  ]);
  t.match(await run([next, former], 'retire-key', '--key', 'kek-former'), [/wraps nothing, and nothing can be/]);
  const late = await seedConnection(db.app);
  await db.admin.query('DELETE FROM client_secret WHERE organization_id = $1', [late.organizationId]); // not a real one
  // A door that was not restarted yet, and an organization that has no data key.
  await t.rejects(vaultOf(former, next).prepare(late.organizationId), {
    code: 'LK002',
    message: /kek-former is retired/,
  });
  t.match((await run([former, next], 'rotate-keys')).at(-1), /refused: the key-encryption key kek-former is retired/);
  await vaultOf(next).prepare(late.organizationId);
});

t.test('a data key is removed when nothing needs it, and not before', async (t) => {
  const old = vaultOf(next);
  const retire = () => run([next], 'retire-data-keys', '--organization', id(first.organizationId));
  const mine = `${id(first.organizationId)}  ${formerDataKey.id}`;
  t.match((await retire())[0], `${mine}  nothing is sealed under it; kept until 20`);
  await db.admin.query(
    `UPDATE organization_data_key SET retired_at = now() - interval '8 days' WHERE state = 'retired'`,
  );

  // Whatever brought it there: a value under the former data key.
  const place = {
    organizationId: first.organizationId,
    row: first.clientSecretId,
    field: 'client_secret.value',
  } as const;
  const { rows } = await db.admin.query('SELECT value FROM client_secret WHERE id = $1', [place.row]);
  const under = createVault({
    keyEncryptionKeys: openEnvironmentKeys({ LATCHKEY_KEY: next }),
    dataKeys: {
      load: async (organization) =>
        (await createDataKeyStore(db.worker).load(organization)).filter((key) => key.id === formerDataKey.id),
      create: () => Promise.reject(new Error('it has one')),
    },
  });
  const stale = await under.seal(place, await old.open(place, { envelope: rows[0].value } as Sealed));
  await db.admin.query('UPDATE client_secret SET value = $2 WHERE id = $1', [place.row, stale.envelope]);
  t.same(await retire(), [
    `${mine}  refused: under it are still 1 client_secret.value`,
    'refused: 1 data keys are still needed: run rotate-keys first.',
  ]);
  t.match((await run([next], 'rotate-keys')).at(-1), /^Now retire the former keys/);
  t.ok((await retire()).includes(`${mine}  removed`));
  t.notOk((await dataKeys(first.organizationId)).some((key) => key.id === formerDataKey.id));
  t.ok(Object.values(await opening(first.organizationId, vaultOf(next))).every((count) => count > 0));
});

t.test('a value that cannot be opened is named, left as it is, and keeps its data key', async (t) => {
  await db.admin.query(
    `UPDATE client_secret SET value = set_byte(value, octet_length(value) - 1, 255 - get_byte(value, octet_length(value) - 1))
      WHERE id = $1`,
    [second.clientSecretId],
  );
  const said = await run([next], 'rotate-keys');
  const refusal = said.findIndex((line) => line.startsWith('refused: 1 values cannot be opened'));
  t.match(said[refusal + 1], new RegExp(`client_secret.value: .*${second.clientSecretId}`));
  t.match((await run([next], 'retire-data-keys')).join('\n'), /refused: under it are still 1 client_secret\.value/);
  await t.rejects(opening(second.organizationId, vaultOf(next)), { name: 'VaultError' });
});
