import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { reveal, type Sealed, type SealPurpose, secret } from '@latchkey/oauth';
import fc from 'fast-check';
import t from 'tap';
import { createKeyRing, createVault, localKey, newDataKey, VaultError } from '../src/index.js';
import { memoryDataKeys } from './memory-data-keys.js';

const kek = localKey('kek-1', randomBytes(32));
const ring = createKeyRing([kek]);
const purpose: SealPurpose = { organizationId: 'org-1', row: 'row-1', field: 'grant_token.token_set' };
const sealedOf = (envelope: Uint8Array) => ({ envelope }) as Sealed;

function newVault(store = memoryDataKeys()) {
  return { ...store, vault: createVault({ keyEncryptionKeys: ring, dataKeys: store.store }) };
}

t.test('what was sealed for a purpose opens for that purpose', async (t) => {
  const { vault } = newVault();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.uuid(), async (text, row) => {
      const bound = { ...purpose, row };
      const sealed = await vault.seal(bound, secret(text));
      if (reveal(await vault.open(bound, sealed)) !== text) throw new Error('another text came back');
    }),
    { numRuns: 200 },
  );
  t.pass();
});

t.test('any flipped bit fails, with a VaultError', async (t) => {
  const { vault } = newVault();
  const { envelope } = await vault.seal(purpose, secret('a refresh token'));
  for (let bit = 0; bit < envelope.length * 8; bit++) {
    const changed = Uint8Array.from(envelope);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await vault.open(purpose, sealedOf(changed)).then(
      () => t.fail(`bit ${bit} flipped and it opened`),
      (error: unknown) => error instanceof VaultError || t.fail(`bit ${bit}: ${String(error)}`),
    );
  }
  for (let length = 0; length < envelope.length; length++) {
    await t.rejects(vault.open(purpose, sealedOf(envelope.slice(0, length))), VaultError);
  }
  t.equal(reveal(await vault.open(purpose, sealedOf(envelope))), 'a refresh token');
});

t.test('any other purpose fails', async (t) => {
  const { vault } = newVault();
  const part = fc.string({ minLength: 1, maxLength: 12 });
  const purposes = fc.record({ organizationId: fc.constantFrom('org-1', 'org-2', 'o'), row: part, field: part });
  // Purposes whose joined text is the same, which lengths must tell apart.
  const shifted = fc.tuple(part, part, part).map(([a, b, c]) => [
    { organizationId: 'org-1', row: a + b, field: c },
    { organizationId: 'org-1', row: a, field: b + c },
  ]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.tuple(purposes, purposes), shifted), async (pair) => {
      // The engine's fields are a closed list; the vault must tell any two apart.
      const [one, other] = pair as SealPurpose[];
      if (!one || !other || JSON.stringify(one) === JSON.stringify(other)) return;
      await vault.prepare(other.organizationId);
      const sealed = await vault.seal(one, secret('x'));
      const opened = await vault.open(other, sealed).catch((error: unknown) => error);
      if (!(opened instanceof VaultError)) throw new Error('opened for another purpose');
    }),
    { numRuns: 200 },
  );
  t.pass();
});

t.test('a failure names key and purpose, and no byte of anything', async (t) => {
  const { vault } = newVault();
  const { envelope } = await vault.seal(purpose, secret('marked-plaintext'));
  const error = await vault.open({ ...purpose, row: 'row-2' }, sealedOf(envelope)).catch((e: unknown) => e);
  if (!(error instanceof VaultError)) return t.fail('it opened');
  t.equal(error.purpose?.row, 'row-2');
  t.match(error.message, `key ${error.keyId}`);
  t.match(error.message, /grant_token.token_set of row row-2, organization org-1/);
  const shown = inspect(error) + JSON.stringify(error);
  t.notMatch(shown, /marked-plaintext/);
  for (const form of ['hex', 'base64', 'base64url'] as const) {
    t.notOk(shown.includes(Buffer.from(envelope.slice(-12)).toString(form)));
  }
});

t.test('two seals of one value differ', async (t) => {
  const { vault } = newVault();
  const [a, b] = await Promise.all([vault.seal(purpose, secret('x')), vault.seal(purpose, secret('x'))]);
  t.not(Buffer.compare(a.envelope, b.envelope), 0);
});

t.test('a text that UTF-8 cannot hold, and an empty purpose, are refused rather than changed', async (t) => {
  const { vault } = newVault();
  await t.rejects(vault.seal(purpose, secret('\ud800')), VaultError);
  await t.rejects(vault.seal({ ...purpose, row: '' }, secret('x')), VaultError);
});

t.test('one organization, one data key: concurrent first uses share a load, two processes share a key', async (t) => {
  const shared = memoryDataKeys();
  let go = () => {};
  shared.state.hold = new Promise<void>((resolve) => {
    go = resolve;
  });
  const one = newVault(shared);
  const two = newVault(shared);
  const sealing = [one, one, one, two].map(({ vault }, i) => vault.seal({ ...purpose, row: `${i}` }, secret(`v${i}`)));
  go();
  const sealed = await Promise.all(sealing);
  t.equal(shared.rows.get('org-1')?.length, 1);
  t.equal(shared.counts.load, 2, 'once for each process');
  t.equal(shared.counts.create, 2);
  for (const [i, value] of sealed.entries()) {
    for (const { vault } of [one, two]) {
      t.equal(reveal(await vault.open({ ...purpose, row: `${i}` }, value)), `v${i}`);
    }
  }
});

t.test('once prepared, seal and open do not need the store', async (t) => {
  const { vault, state, counts } = newVault();
  await vault.prepare('org-1');
  const loads = counts.load;
  state.away = true;
  const sealed = await vault.seal(purpose, secret('x'));
  t.equal(reveal(await vault.open(purpose, sealed)), 'x');
  t.equal(counts.load, loads);
  await t.rejects(vault.prepare('org-2'), { message: 'the store is away' });
  state.away = false;
  await vault.prepare('org-2');
});

t.test('old keys stay in use while the store is away, and a newer one is noticed when it is back', async (t) => {
  const { store, rows, state } = memoryDataKeys();
  const vault = createVault({ keyEncryptionKeys: ring, dataKeys: store, dataKeyMaxAgeMs: 0 });
  const before = await vault.seal(purpose, secret('x'));
  state.away = true;
  t.equal(reveal(await vault.open(purpose, await vault.seal(purpose, secret('y')))), 'y');
  state.away = false;
  const wrapped = await kek.wrap(
    { organizationId: 'org-1', row: 'newer', field: 'organization_data_key.wrapped' },
    randomBytes(32),
  );
  rows.set('org-1', [{ id: 'newer', wrapped, kekId: 'kek-1' }, ...(rows.get('org-1') ?? [])]);
  const keyIn = (sealed: Sealed) => Buffer.from(sealed.envelope).includes('newer');
  while (!keyIn(await vault.seal(purpose, secret('z')))) await new Promise(setImmediate);
  t.equal(reveal(await vault.open(purpose, before)), 'x');
});

t.test('the least recently used organization leaves a full cache, and comes back', async (t) => {
  const { store, counts } = memoryDataKeys();
  const vault = createVault({ keyEncryptionKeys: ring, dataKeys: store, cachedOrganizations: 2 });
  for (const id of ['a', 'b', 'a', 'c']) await vault.prepare(id);
  const loads = counts.load;
  await vault.prepare('a');
  t.equal(counts.load, loads, 'a was used later than b');
  await vault.prepare('b');
  t.equal(counts.load, loads + 1);
});

t.test('key-encryption keys', async (t) => {
  const { store, rows } = memoryDataKeys();
  const sealed = await createVault({ keyEncryptionKeys: ring, dataKeys: store }).seal(purpose, secret('x'));
  const other = localKey('kek-2', randomBytes(32));
  t.test('an older one still opens after a newer one became current', async (t) => {
    const vault = createVault({ keyEncryptionKeys: createKeyRing([other, kek]), dataKeys: store });
    t.equal(reveal(await vault.open(purpose, sealed)), 'x');
    await vault.prepare('org-2');
    t.equal(rows.get('org-2')?.[0]?.kekId, 'kek-2');
  });
  t.test('a missing one is named, and no second data key is made', async (t) => {
    const vault = createVault({ keyEncryptionKeys: createKeyRing([other]), dataKeys: store });
    await t.rejects(vault.open(purpose, sealed), { name: 'VaultError', keyId: 'kek-1' });
    await t.rejects(vault.seal(purpose, secret('y')), { name: 'VaultError', keyId: 'kek-1' });
    t.equal(rows.get('org-1')?.length, 1);
  });
  t.test('a process that does not know the newest one begins nothing, and loses nothing', async (t) => {
    const { store, rows } = memoryDataKeys();
    const vault = createVault({ keyEncryptionKeys: ring, dataKeys: store, dataKeyMaxAgeMs: 0 });
    await vault.prepare('org-1');
    const newer = await newDataKey(createKeyRing([other]), 'org-1');
    rows.set('org-1', [newer, ...(rows.get('org-1') ?? [])]);
    const inHand = await vault.seal(purpose, secret('new tokens'));
    await t.rejects(vault.prepare('org-1'), { name: 'VaultError', keyId: 'kek-2', message: /here, only kek-1/ });
    const both = createVault({ keyEncryptionKeys: createKeyRing([other, kek]), dataKeys: store });
    t.equal(reveal(await both.open(purpose, inHand)), 'new tokens');
    t.ok(Buffer.from((await both.seal(purpose, secret('x'))).envelope).includes(newer.id));
  });
  t.test('another one under the same id does not open', async (t) => {
    const impostor = createKeyRing([localKey('kek-1', randomBytes(32))]);
    const vault = createVault({ keyEncryptionKeys: impostor, dataKeys: store });
    await t.rejects(vault.open(purpose, sealed), { name: 'VaultError', keyId: 'kek-1' });
  });
  t.test('a data key moved to another organization does not open', async (t) => {
    rows.set('thief', [...(rows.get('org-1') ?? [])]);
    const vault = createVault({ keyEncryptionKeys: ring, dataKeys: store });
    await t.rejects(vault.open({ ...purpose, organizationId: 'thief' }, sealed), VaultError);
  });
  t.test('a ring needs a key, and ids of its own', async (t) => {
    t.throws(() => createKeyRing([]), VaultError);
    t.throws(() => createKeyRing([kek, localKey('kek-1', randomBytes(32))]), VaultError);
    t.throws(() => localKey('kek', randomBytes(31)), VaultError);
    t.throws(() => localKey('k k', randomBytes(32)), VaultError);
  });
});
