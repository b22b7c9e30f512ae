import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { inTenant, openDatabase } from '@latchkey/db';
import { createApiKey, createOrganization } from '@latchkey/db/management';
import { freshDatabase } from '@latchkey/db/testing';
import { sha256 } from '@latchkey/oauth';
import t from 'tap';
import { startProcesses } from './processes.js';
import { newKey } from './stack.js';

const database = await freshDatabase();
t.teardown(() => database.drop());
/** Behind this address stands a proxy; every other one is a caller's own. */
const proxy = '127.0.0.9';
const processes = await startProcesses(t, {
  database,
  key: newKey(),
  doors: ['api', 'api'],
  logLevel: 'info',
  extra: { LATCHKEY_REQUESTS_PER_KEY: '60', LATCHKEY_REQUESTS_PER_ADDRESS: '40', TRUSTED_PROXIES: `${proxy}/32` },
});
const urls = processes.all.map(({ url }) => url as string);

const worker = openDatabase({ url: database.workerUrl, poolMax: 1, applicationName: 'test' });
const app = openDatabase({ url: database.appUrl, poolMax: 1, applicationName: 'test' });
t.teardown(() => Promise.all([worker.close(), app.close()]));
const organizationId = await createOrganization(worker, 'Acme Rota', async (_tx, { id }) => id);
const newApiKey = async () => {
  const text = `lk_${randomBytes(32).toString('base64url')}`;
  const stored = { keyHash: await sha256(text), prefix: text.slice(0, 9) };
  await inTenant(app, organizationId, (tx) =>
    createApiKey(tx, organizationId, { ...stored, name: 'key', scopes: ['organization:read'] }),
  );
  return text;
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The `at`th request: each process has every second one. */
async function ask(at: number, key: string, from = '127.0.0.1', forwardedFor?: string): Promise<Answer> {
  const sent = request(`${urls[at % urls.length]}/v1/organization`, {
    localAddress: from,
    headers: { authorization: `Bearer ${key}`, ...(forwardedFor ? { 'x-forwarded-for': forwardedFor } : {}) },
  });
  sent.end();
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

const secondsSince = (began: number): number => Math.ceil((performance.now() - began) / 1000);

async function askMany(count: number, one: (at: number) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < count; at += 10)
    answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => one(at + i)))));
  return answers;
}

/**
 * What `part` brings of a stretch in which both processes had their blocks from the database. On a machine that is so busy
 * that one got none in time, it counted by itself for some seconds and said so: then the same is done again, afterwards.
 */
async function whileShared<Result>(part: (attempt: number) => Promise<Result>): Promise<Result> {
  const alone = () =>
    processes.all.flatMap(({ log }) => log.filter((line) => line.includes('by this process alone'))).length;
  for (let attempt = 1; attempt <= 10; attempt++) {
    const before = alone();
    const result = await part(attempt);
    if (alone() === before) return result;
    await setTimeout(6000);
  }
  throw new Error('the processes never had blocks of requests from the database in time');
}

const withStatus = (answers: readonly Answer[], status: number) => answers.filter((one) => one.status === status);

t.test('two processes share the limit of a key', async (t) => {
  // A process that begins may wait longer for its first block than it waits at all.
  const another = await newApiKey();
  await whileShared(() => askMany(20, (at) => ask(at, another)));
  const { answers, refilled } = await whileShared(async () => {
    const key = await newApiKey();
    const began = performance.now();
    const answers = await askMany(140, (at) => ask(at, key));
    return { answers, refilled: secondsSince(began) + 1 };
  });
  const allowed = withStatus(answers, 200).length;
  t.ok(allowed >= 60 && allowed <= 60 + refilled, `${allowed} of 140 were taken, ${refilled} came back meanwhile`);
  const refused = withStatus(answers, 429);
  t.equal(refused.length, 140 - allowed);
  for (const process of [0, 1])
    t.ok(
      answers.some((one, at) => at % 2 === process && one.status === 429),
      `${process}`,
    );
  const [one] = refused;
  t.match(one?.headers, { 'content-type': /^application\/problem\+json/, 'ratelimit-policy': '"key";q=60;w=60' });
  t.match(one?.headers.ratelimit, /^"key";r=0;t=\d+$/);
  t.ok(Number(one?.headers['retry-after']) >= 1);
  t.equal(JSON.parse(one?.body ?? '').code, 'rate_limited');
  const other = await ask(0, await newApiKey());
  t.equal(other.status, 200, 'another key has a limit of its own');
  t.match(other.headers.ratelimit, /^"key";r=59;/);
});

t.test('whoever guesses keys is stopped by address, whatever a header says; a key that is known is not', async (t) => {
  const key = await newApiKey();
  let address = '127.0.0.1';
  const good = () => askMany(2, (at) => ask(at, key, address));
  t.equal(withStatus(await good(), 200).length, 10);
  const guess = () => `lk_${randomBytes(32).toString('base64url')}`;
  const { answers, refilled } = await whileShared(async (attempt) => {
    address = `127.0.1.${attempt}`;
    const began = performance.now();
    const answers = await askMany(80, (at) => ask(at, guess(), address, `198.51.100.${at}`));
    return { answers, refilled: secondsSince(began) / 3 + 1 };
  });
  const looked = withStatus(answers, 401).length;
  t.ok(looked >= 15 && looked <= 20 + refilled, `${looked} of 80 guesses were looked up`);
  t.equal(looked + withStatus(answers, 429).length, 80);
  t.equal(withStatus(await good(), 200).length, 10, 'the same address with a key that both processes know');

  // Behind a trusted proxy it is the address that the proxy saw: the last one that is not a proxy's.
  const behind = (at: number, forwardedFor: string) => ask(at, guess(), proxy, forwardedFor);
  t.equal((await behind(0, '203.0.113.5')).status, 401);
  const forged = await whileShared(async (attempt) => {
    const began = performance.now();
    const answers = await askMany(80, (at) => behind(at, `198.51.100.${at}, 203.0.113.${attempt + 10}`));
    return { taken: withStatus(answers, 401).length, refilled: secondsSince(began) / 3 + 1 };
  });
  t.ok(forged.taken <= 20 + forged.refilled, 'what a caller writes before it counts for nothing');
  t.equal((await behind(0, '203.0.113.7')).status, 401);
});
