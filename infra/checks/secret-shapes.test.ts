import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { keepLogs, secretShapesIn } from '../secret-shapes.mjs';

const random = (octets = 32) => randomBytes(octets).toString('base64url');
/** 43 characters that hold a digit, a small and a large letter, as all but a few of a million do. */
const mixed = () => `aA0${random().slice(3)}`;

const secrets: Readonly<Record<string, () => string>> = {
  'an API key': () => `lk_${mixed()}`,
  'a token of the test provider': () => `rtc_${random(18)}`,
  'a JWT': () => `eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.${random()}`,
  'a private key': () => '-----BEGIN EC PRIVATE KEY-----\\nMHc',
  'credentials in a URL': () => 'postgres://latchkey_app:hunter2@127.0.0.1/x',
  'an authorization header': () => `Bearer ${random(18)}`,
  'a secret parameter': () => `/callback/cfg/production?code=${random(9)}&x=1`,
  '256 random bits': () => `local.${mixed()}`,
};

t.test('every shape is found, and what is shown does not hold it', async (t) => {
  for (const [name, make] of Object.entries(secrets)) {
    const secret = make();
    const { names, shown } = secretShapesIn(JSON.stringify({ level: 'info', msg: `text ${secret}, more` }));
    t.ok(names.includes(name), `${name}: ${names}`);
    t.notOk(shown.includes(secret.slice(-12)), name);
  }
});

t.test('what is no secret is not', async (t) => {
  for (const text of [
    '{"reqId":"req_0199aabbccddeeff0011223344556677","path":"/v1/connections/conn_0199aabbccddeeff0011223344556677"}',
    '{"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}',
    '{"url":"http://127.0.0.1:4200/callback/cfg_1/production","authorization":"[secret]"}',
    '{"msg":"Bearer [secret]","query":"?code=[secret]&state=[secret]"}',
    '{"err":{"stack":"Error: at file:///a/very-long-file-name-with-many-words-in-its-name.js:12:34"}}',
    '{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}',
  ])
    t.same(secretShapesIn(text).names, [], text);
});

t.test('the logs of a run are judged, and gone afterwards', async (t) => {
  const logs = keepLogs();
  writeFileSync(path.join(logs.folder, 'walk of api-12-1.log'), `{"a":1}\nAPI key: lk_${mixed()}\n`);
  writeFileSync(path.join(logs.folder, 'walk of worker-13-1.log'), `{"token":"rtc_${random()}"}\n{"b":2}\n`);
  const { lines, found } = logs.judge();
  t.equal(lines, 3, 'what is printed for people is not a log');
  t.match(found, [/^a token of the test provider.* in the log walk of worker: \{"token":"<a token/]);
  t.throws(() => logs.judge(), { code: 'ENOENT' });
});
