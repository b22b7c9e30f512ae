import { createHash } from 'node:crypto';
import { inTenant } from '@latchkey/db';
import { KmsError } from '@latchkey/vault';
import t from 'tap';
import { scopes } from '../src/scopes.js';
import { openWorld } from './world.js';

const world = await openWorld('never');
t.teardown(() => world.close());
const { call, app } = world;

t.test('authentication', async (t) => {
  for (const authorization of [
    '',
    'Bearer ',
    'Bearer lk_short',
    `Basic ${world.acme.key}`,
    `Bearer lk_${'A'.repeat(43)}`,
  ]) {
    const response = await app.inject({ url: '/v1/organization', headers: { authorization } });
    t.equal(response.statusCode, 401, authorization);
    t.equal(response.json().code, 'unauthorized');
    t.match(response.headers['www-authenticate'], 'Bearer');
  }
  const expired = await world.mintKey(world.acme, scopes, new Date(Date.now() - 1000));
  t.equal((await call('GET', '/organization', { key: expired })).status, 401);
  const brief = await world.mintKey(world.acme, scopes, new Date(Date.now() + 1500));
  t.equal((await call('GET', '/organization', { key: brief })).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 1600));
  t.equal((await call('GET', '/organization', { key: brief })).status, 401, 'a remembered key still ends in time');

  const deleted = await world.mintKey(world.globex, scopes);
  const { organizationId } = world.globex;
  await inTenant(world.db, organizationId, (tx) =>
    tx.organization.update({ where: { id: organizationId }, data: { state: 'deleting' } }),
  );
  t.equal((await call('GET', '/organization', { key: deleted })).status, 401, 'of an organization that is going');
});

t.test('every scope is needed by a route, and a key without it is told so', async (t) => {
  const document = app.swagger() as unknown as { paths: Record<string, Record<string, { description: string }>> };
  const needed = new Set<string>();
  const none = await world.mintKey(world.acme, []);
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { description }] of Object.entries(methods)) {
      const scope = /Needs the scope `([a-z:]+)`/.exec(description)?.[1] ?? '';
      needed.add(scope);
      const url = path.slice('/v1'.length).replaceAll(/\{\w+\}/g, 'x');
      const answer = await call(method.toUpperCase() as 'GET', url, { key: none });
      t.equal(answer.status, 403, `${method} ${path}`);
      t.equal(answer.body.scope, scope);
      t.match(answer.body.detail, scope);
    }
  t.same([...needed].sort(), [...scopes].sort());
});

t.test('every refusal is problem+json with a code and the request id', async (t) => {
  const check = (
    answer: { status: number; body: Record<string, unknown>; headers: Record<string, unknown> },
    code: string,
  ) => {
    t.match(answer.headers['content-type'], /^application\/problem\+json/, code);
    t.equal(answer.body.code, code);
    t.equal(answer.body.status, answer.status);
    t.equal(answer.body.requestId, answer.headers['x-request-id']);
    t.match(answer.body.requestId, /^req_[0-9a-f]{32}$/);
  };
  check(await call('GET', '/nothing'), 'not_found');
  check(await call('DELETE', '/organization'), 'not_found');
  check(await call('GET', '/customers/cus_1'), 'not_found');
  const json = { 'content-type': 'application/json' };
  check(await call('POST', '/customers', { body: '{', headers: json }), 'invalid_request');
  check(
    await call('POST', '/customers', { body: 'x=1', headers: { 'content-type': 'text/csv' } }),
    'unsupported_media_type',
  );
  const long = JSON.stringify({ externalId: 'x', name: 'x'.repeat(300_000) });
  check(await call('POST', '/customers', { body: long, headers: json }), 'payload_too_large');

  const wrong = await call('POST', '/customers', { body: { name: '', extra: 1, externalId: 7 } });
  check(wrong, 'invalid_request');
  t.same(
    new Map(wrong.body.errors.map((error: { field: string; messages: string[] }) => [error.field, error.messages])),
    new Map([
      ['extra', ['is not a member of this request: leave it out']],
      ['externalId', ['must be string']],
      ['name', ['must not be empty']],
    ]),
  );
  const missing = await call('POST', '/customers', { body: {} });
  t.same(missing.body.errors, [
    { field: 'externalId', messages: ['is required'] },
    { field: 'name', messages: ['is required'] },
  ]);
  t.equal((await call('GET', '/customers?limit=many')).body.errors[0].field, 'query.limit');
});

t.test('a bug tells nothing but the request id, and a lost database or KMS says come again', async (t) => {
  const { db } = world;
  const { pool } = db;
  const broken = Object.assign(new Error('secret words of the database'), { code: 'XX000' });
  const original = pool.query;
  const fresh = await world.mintKey(world.acme, scopes);
  pool.query = (() => Promise.reject(broken)) as typeof pool.query;
  const response = await app.inject({ url: '/v1/organization', headers: { authorization: `Bearer ${fresh}` } });
  t.equal(response.statusCode, 500);
  t.equal(response.json().code, 'internal_error');
  t.notMatch(response.body, 'secret words');
  for (const error of [
    Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }),
    // Without a code, as pg and its pool throw them.
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated due to connection timeout'),
    new KmsError('kms-1', 'ThrottlingException'),
  ]) {
    pool.query = (() => Promise.reject(error)) as typeof pool.query;
    const away = await app.inject({ url: '/v1/organization', headers: { authorization: `Bearer ${fresh}` } });
    t.equal(away.statusCode, 503, error.message);
    t.equal(away.headers['retry-after'], '5');
  }
  pool.query = original;
});

t.test('without the development switch nothing is on loopback or plain http', async (t) => {
  const definition = { name: 'x', authorizeUrl: 'http://127.0.0.1:1/a', tokenUrl: 'http://127.0.0.1:1/t' };
  const config = await call('POST', '/connection-configs', { body: { key: 'x', definition } });
  t.equal(config.status, 422);
  t.same(
    config.body.errors.map((error: { field: string }) => error.field),
    ['definition.authorize.url', 'definition.token.url'],
  );
  const origins = await call('PUT', '/organization/origins', { body: { origins: ['http://127.0.0.1:1'] } });
  t.equal(origins.status, 422);
});

t.test('health, document and docs need no key; logs hold none', async (t) => {
  t.same((await app.inject('/healthz')).json(), { status: 'ok' });
  t.equal((await app.inject('/openapi.json')).json().openapi, '3.1.0');
  const docs = await app.inject('/docs/');
  t.equal(docs.statusCode, 200);
  t.match(docs.headers['content-security-policy'], "default-src 'self'");
  const hash = createHash('sha256').update(world.acme.key).digest('hex');
  for (const secret of [world.acme.key, hash])
    t.same(
      world.logged.filter((line) => line.includes(secret)),
      [],
    );
  t.ok(world.logged.some((line) => line.includes('/v1/organization')));
});
