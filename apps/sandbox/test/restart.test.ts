import { appendFileSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { startProvider } from '../src/index.js';
import { openRecordStore } from '../src/provider/record-store.js';
import { basicClient, books, connect, refresh } from './oauth-client.js';

t.test('grants, clients, accounts and keys survive a restart', async (t) => {
  const dataDir = path.join(t.testdir(), 'provider');
  const first = await startProvider({ host: '127.0.0.1', port: 0, dataDir, clients: [basicClient] });
  const { access_token, refresh_token } = (await connect(first)).body;
  const keys = await (await fetch(`${first.url}/jwks`)).json();
  const [before] = first.liveGrants();
  await first.close();
  // One turn of the loop, in which this process's fetch learns that its kept connections to this port are gone.
  await wait(50);

  // As after a kill in the middle of a write.
  appendFileSync(path.join(dataDir, 'journal.jsonl'), '["Grant:torn",{"payl');
  const second = await startProvider({ host: '127.0.0.1', port: Number(new URL(first.url).port), dataDir });
  t.teardown(() => second.close());
  t.same(second.liveGrants(), [before]);
  t.same(await (await fetch(`${second.url}/jwks`)).json(), keys);
  t.equal((await books(second, String(access_token))).status, 200);
  t.equal((await refresh(second, String(refresh_token))).status, 200);
  for (const file of ['journal.jsonl', 'keys.json'])
    t.equal(statSync(path.join(dataDir, file)).mode & 0o777, 0o600, file);
});

t.test('the journal is written anew when most of it is history', async (t) => {
  const folder = t.testdir();
  const store = openRecordStore(folder);
  store.set('Keep:me', { accountId: 'a' });
  for (let round = 0; round < 5000; round += 1) store.set('Session:one', { iat: round });
  store.set('Gone:now', { iat: 1 }, 0);
  store.delete('Session:one');
  store.close();
  const lines = readFileSync(path.join(folder, 'journal.jsonl'), 'utf8').split('\n').length;
  t.ok(lines < 2100, `${lines} lines`);
  const again = openRecordStore(folder);
  t.teardown(() => again.close());
  t.same(again.entries(''), [['Keep:me', { accountId: 'a' }]]);
});

t.test('an expired record is gone, an update keeps the expiry', async (t) => {
  const store = openRecordStore(undefined);
  store.set('A:1', { iat: 1 }, 0);
  t.equal(store.get('A:1'), undefined);
  store.update('A:1', (payload) => ({ ...payload, iat: 2 }));
  t.equal(store.get('A:1'), undefined);
  store.set('A:2', { iat: 1 }, 60);
  store.update('A:2', (payload) => ({ ...payload, iat: 2 }));
  t.same(store.get('A:2'), { iat: 2 });
});
