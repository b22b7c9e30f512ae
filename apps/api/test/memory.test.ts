import type { Database } from '@latchkey/db';
import { createLogger } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import t from 'tap';
import { createLastUses } from '../src/last-uses.js';
import { peerAddress } from '../src/peer-address.js';
import { createKeyCache } from '../src/plugins/key-cache.js';

t.test('a verified key is remembered for its time, however often it is used', async (t) => {
  let now = 0;
  const cache = createKeyCache<string>({ capacity: 2, now: () => now });
  cache.put('a', 'first', 10_000);
  now = 9_999;
  cache.put('a', 'second', 20_000);
  t.equal(cache.get('a'), 'first');
  now = 10_000;
  t.equal(cache.get('a'), undefined);
  for (const name of ['b', 'c', 'd']) cache.put(name, name, 20_000);
  t.same(
    ['b', 'c', 'd'].map((name) => cache.get(name)),
    [undefined, 'c', 'd'],
    'the oldest goes',
  );
});

t.test('uses that could not be written are written later, and never instead of newer ones', async (t) => {
  const written: unknown[][] = [];
  let broken = true;
  const client = {
    async query(text: string, values: unknown[] = []) {
      if (broken && text.includes('UPDATE api_key')) throw new Error('the database is away');
      if (text.includes('UPDATE')) written.push(values);
      return { rows: [] };
    },
    release() {},
  };
  const db = { pool: { connect: async () => client } } as unknown as Database;
  const uses = createLastUses(db, createLogger({ name: 'api', level: 'silent', redact: redactLine }));
  const organizationId = '0192f0c1-a2b3-7c4d-8e5f-60718293a4b5';
  const key = { organizationId, id: '0192f0c1-a2b3-7c4d-8e5f-60718293a4b6', name: 'k', scopes: [], expiresAt: null };
  uses.noteKey(key, '192.0.2.1');
  uses.noteConnection(key, '0192f0c1-a2b3-7c4d-8e5f-60718293a4b7', '192.0.2.1');
  const flushing = uses.flush();
  uses.noteKey(key, '192.0.2.2');
  await flushing;
  broken = false;
  await uses.flush();
  t.same(written[0]?.[3], ['192.0.2.2'], 'the newer one');
  t.same(written[1]?.[3], ['192.0.2.1'], 'the connection of before');
  const count = written.length;
  await uses.flush();
  t.equal(written.length, count, 'nothing twice');
});

t.test('addresses', async (t) => {
  t.equal(peerAddress({ ip: '192.0.2.1' }), '192.0.2.1');
  t.equal(peerAddress({ ip: 'fe80::1%eth0' }), 'fe80::1');
  t.equal(peerAddress({ ip: 'unknown' }), undefined);
});
