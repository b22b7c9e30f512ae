import { randomBytes } from 'node:crypto';
import { reveal, type SealPurpose, secret } from '@latchkey/oauth';
import t, { type Test } from 'tap';
import {
  createKeyRing,
  createVault,
  type KeyEncryptionKey,
  KmsError,
  localKey,
  openEnvironmentKeys,
  rewrapDataKey,
  VaultError,
} from '../src/index.js';
import { awsKmsKey } from '../src/keys/aws-kms.js';
import { startKmsServer } from './kms-server.js';
import { memoryDataKeys } from './memory-data-keys.js';

// The real SDK against a server of our own that speaks the protocol of AWS KMS; AWS itself was never asked.
const credentials = {
  accessKeyId: 'AKIDLATCHKEYTEST',
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(60).toString('base64'),
};
const kms = await startKmsServer(credentials);
t.teardown(() => kms.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  AWS_ENDPOINT_URL_KMS: kms.url,
  AWS_EC2_METADATA_DISABLED: 'true',
});
const purpose: SealPurpose = { organizationId: 'org-1', row: 'row-1', field: 'grant_token.token_set' };
const bound = { organizationId: 'org-1', row: 'key-1', field: 'organization_data_key.wrapped' };

/** A vault on a key of the KMS, with what was asked for it since. */
function vaultOn(kek: KeyEncryptionKey, store = memoryDataKeys()) {
  const vault = createVault({ keyEncryptionKeys: createKeyRing([kek]), dataKeys: store.store });
  const from = kms.calls.length;
  const asked = () =>
    kms.calls.slice(from).map(({ operation, error }) => (error ? `${operation}: ${error}` : operation));
  return { vault, asked, ...store };
}

t.test('chosen by configuration; a data key is asked for once, bound to its organization', async (t) => {
  const arn = kms.createKey('eu-central-1');
  const ring = openEnvironmentKeys({ LATCHKEY_KEY: `kms-2026:aws-kms:${arn}` });
  const memory = memoryDataKeys();
  const { vault, asked, rows } = vaultOn(ring.current, memory);
  const sealed = await vault.seal(purpose, secret('a refresh token'));
  t.equal(reveal(await vault.open(purpose, sealed)), 'a refresh token');
  for (let i = 0; i < 20; i++) await vault.open(purpose, await vault.seal(purpose, secret(`${i}`)));
  t.same(asked(), ['GenerateDataKey', 'Decrypt'], 'every request is signed, and opening asks nobody');
  const id = rows.get('org-1')?.[0]?.id;
  for (const call of kms.calls.slice(-2))
    t.match(call, { keyId: arn, encryptionContext: { 'latchkey:organization': 'org-1', 'latchkey:data-key': id } });
  t.equal(rows.get('org-1')?.[0]?.kekId, 'kms-2026');

  const later = vaultOn(ring.current, memory);
  t.equal(reveal(await later.vault.open(purpose, sealed)), 'a refresh token', 'another process');
  t.same(later.asked(), ['Decrypt']);
});

t.test('what was wrapped for another organization, by another key, or was changed, does not open', async (t) => {
  const kek = awsKmsKey('kms-1', kms.createKey());
  const wrapped = await kek.wrap(bound, randomBytes(32));
  const refused = async (what: string, work: Promise<unknown>) => {
    const error = await work.catch((caught: unknown) => caught);
    t.ok(error instanceof VaultError, what);
    t.match(String(error), /key kms-1|key kms-2/);
  };
  await refused('another organization', kek.unwrap({ ...bound, organizationId: 'org-2' }, wrapped));
  await refused('another data key', kek.unwrap({ ...bound, row: 'key-2' }, wrapped));
  await refused('another key', awsKmsKey('kms-2', kms.createKey()).unwrap(bound, wrapped));
  wrapped[wrapped.length - 1] = (wrapped.at(-1) ?? 0) ^ 1;
  await refused('changed bytes', kek.unwrap(bound, wrapped));
});

t.test('a KMS that limits us is asked again; one that goes on so is an error that passes', async (t) => {
  const kek = awsKmsKey('kms-1', kms.createKey());
  const { vault, asked } = vaultOn(kek);
  kms.faults.push('ThrottlingException');
  await vault.prepare('org-1');
  t.same(asked(), ['GenerateDataKey: ThrottlingException', 'GenerateDataKey', 'Decrypt']);
  for (const fault of ['KMSInternalException', 'cut', 'AccessDeniedException'] as const) {
    kms.faults.push(fault, fault, fault);
    const error = await vault.prepare('org-2').catch((caught: unknown) => caught);
    kms.faults.length = 0;
    t.ok(error instanceof KmsError, `${fault}: not a VaultError, and remembered by nobody`);
    t.match(String(error), /did not answer for key kms-1/);
    t.notMatch(String(error), /arn:|AKID|not authorized/);
  }
  await vault.prepare('org-2');
});

t.test('an outage: what is prepared goes on, nothing new begins, and an answer in hand is sealed', async (t) => {
  const arn = kms.createKey();
  const { vault } = vaultOn(awsKmsKey('kms-1', arn));
  const before = await vault.seal(purpose, secret('before'));
  const brief = vaultOn(awsKmsKey('kms-1', arn, { unwrappedLifeMs: 0 }));
  await brief.vault.prepare('org-1');
  const old = await brief.vault.seal(purpose, secret('old'));
  kms.setState(arn, 'Disabled');
  t.equal(reveal(await vault.open(purpose, before)), 'before');
  t.equal(reveal(await vault.open(purpose, await vault.seal(purpose, secret('x')))), 'x');
  await t.rejects(vault.prepare('org-2'), { name: 'KmsError', message: /kms-1: DisabledException/ });

  await t.rejects(brief.vault.open(purpose, old), { name: 'KmsError' }, 'the life of what was unwrapped is over');
  await t.rejects(brief.vault.prepare('org-1'), { name: 'KmsError' }, 'so nothing is sent that brings tokens');
  const inHand = await brief.vault.seal(purpose, secret('new tokens'));
  kms.setState(arn, 'Enabled');
  t.equal(reveal(await brief.vault.open(purpose, inHand)), 'new tokens');
  t.equal(reveal(await brief.vault.open(purpose, old)), 'old');
});

t.test('a newer data key that cannot be had in an outage: the former one seals', async (t) => {
  const arn = kms.createKey();
  const kek = awsKmsKey('kms-1', arn);
  const { rows, store } = memoryDataKeys();
  const vault = createVault({ keyEncryptionKeys: createKeyRing([kek]), dataKeys: store, dataKeyMaxAgeMs: 0 });
  await vault.prepare('org-1');
  const newer = { id: 'newer', kekId: 'kms-1', wrapped: await kek.wrap({ ...bound, row: 'newer' }, randomBytes(32)) };
  rows.set('org-1', [newer, ...(rows.get('org-1') ?? [])]);
  kms.setState(arn, 'Disabled');
  const inHand = await vault.seal(purpose, secret('new tokens'));
  t.notOk(Buffer.from(inHand.envelope).includes('newer'));
  await t.rejects(vault.prepare('org-1'), KmsError, 'and nothing more is begun');
  kms.setState(arn, 'Enabled');
  t.equal(reveal(await vault.open(purpose, inHand)), 'new tokens');
  t.ok(Buffer.from((await vault.seal(purpose, secret('x'))).envelope).includes('newer'));
});

t.test('from a key of this machine to the KMS, and back', async (t) => {
  const arn = kms.createKey();
  const local = `here:${randomBytes(32).toString('base64url')}`;
  const ringOf = (...keys: string[]) => openEnvironmentKeys({ LATCHKEY_KEY: keys.join(',') });
  const { store, rows } = memoryDataKeys();
  const vaultWith = (...keys: string[]) => createVault({ keyEncryptionKeys: ringOf(...keys), dataKeys: store });
  const sealed = await vaultWith(local).seal(purpose, secret('x'));
  for (const keys of [
    [`there:aws-kms:${arn}`, local],
    [local, `there:aws-kms:${arn}`],
  ]) {
    const [stored] = rows.get('org-1') ?? [];
    if (!stored) throw new Error('no data key');
    rows.set('org-1', [await rewrapDataKey(ringOf(...keys), 'org-1', stored)]);
    t.equal(reveal(await vaultWith(keys[0] ?? '').open(purpose, sealed)), 'x', 'the new key is enough');
  }
});

t.test('a request with the wrong secret, or none, is not served', async (t: Test) => {
  const arn = kms.createKey();
  process.env.AWS_SECRET_ACCESS_KEY = 'another';
  await t.rejects(awsKmsKey('kms-1', arn).generate(bound), { message: /InvalidSignatureException/ });
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
  const response = await fetch(kms.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Decrypt' },
    body: '{}',
  });
  t.equal(response.status, 400);
  t.match(await response.json(), { __type: 'MissingAuthenticationTokenException' });
});

t.test('only the ARN of a key will do', async (t) => {
  for (const arn of ['', 'alias/x', 'arn:aws:kms:eu-west-1:111122223333:alias/x', 'arn:aws:s3:::bucket'])
    t.throws(() => openEnvironmentKeys({ LATCHKEY_KEY: `k:aws-kms:${arn}` }), /not the ARN of a KMS key/);
  t.ok(createKeyRing([localKey('a', randomBytes(32)), awsKmsKey('b', kms.createKey('us-gov-west-1'))]).find('b'));
});
