import { randomBytes } from 'node:crypto';
import { digestTenant, fillTenant, listTenantIds, listTenantTables } from '@latchkey/db/testing';
import { createLogger, createMetrics } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import t from 'tap';
import type { ApiDeps } from '../../src/api-deps.js';
import { createApiMetrics } from '../../src/api-metrics.js';
import { buildApi } from '../../src/app.js';
import { type Scope, scopes } from '../../src/scopes.js';
import { type Answer, openWorld } from '../world.js';
import { arrangeAcme, arrangeGlobex, openAdmin, type Place } from './places.js';
import { canary, mismatches, type RouteTries, type RouteTry, routeTries, urlOf } from './route-tries.js';

// Every route of the OpenAPI document, in the hands of another tenant. A new one needs a line in route-tries.ts.
const world = await openWorld();
const admin = openAdmin(world);
const acme = await arrangeAcme(world);
const globex = await arrangeGlobex(world);
t.teardown(async () => {
  await admin.end();
  await acme.close();
  await world.close();
});
const tables = await listTenantTables(admin);
const { organizationId } = world.acme;
for (const tenant of [world.acme, world.globex]) await fillTenant(admin, tables, tenant.organizationId);
const acmeIds = [...(await listTenantIds(admin, tables, organizationId))].map((id) => id.replaceAll('-', ''));

interface Operation {
  readonly description?: string;
}
const document = JSON.parse(JSON.stringify(world.app.swagger())) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

interface Request {
  readonly name: string;
  readonly route: RouteTries;
  readonly one: RouteTry;
  readonly scope: Scope;
}

/** In the order of the table, what deletes last and the outermost last of all. */
const requests: readonly Request[] = Object.entries(routeTries)
  .sort(([a], [b]) => lateness(a) - lateness(b))
  .flatMap(([name, route]) => route.tries.map((one) => ({ name, route, one, scope: scopeOf(name) })));

function lateness(name: string): number {
  if (!name.startsWith('DELETE ')) return 0;
  const order = [
    'domains',
    'variableId',
    'userId',
    'instances',
    'customers',
    'connection-configs',
    'integrations',
    'api-keys',
  ];
  return 1 + order.findIndex((part) => name.includes(part));
}

/** What the document says that the route needs. */
function scopeOf(name: string): Scope {
  const [method = '', path = ''] = name.split(' ');
  const { description = '' } = document.paths[path]?.[method.toLowerCase()] ?? {};
  const scope = /Needs the scope `([^`]+)`/.exec(description)?.[1];
  if (!scope) throw new Error(`${name} names no scope in the document`);
  return scope as Scope;
}

function send({ name, route, one }: Request, of: Place, caller: Place, key: string): Promise<Answer> {
  const method = name.split(' ')[0] as 'GET';
  const body = one.body?.(of, caller);
  return world.call(method, urlOf(name, route, one, of), { key, ...(body ? { body } : {}) });
}

async function digest() {
  await world.lastUses.flush();
  return await digestTenant(admin, tables, organizationId);
}

/** Tables that a request of the tenant's own writes to, besides what it is about; an event may be missing or not. */
const byTheWay = ['audit_event', 'idempotency_record', 'connection_event', 'webhook_outbox'];

/** The same without those, and without when keys were used. */
async function digestOfChanges(): Promise<string> {
  const all = await digest();
  const { rows: keys } = await admin.query(
    "SELECT to_jsonb(k) - 'last_used_at' - 'last_used_ip' AS key FROM api_key k WHERE organization_id = $1 ORDER BY id",
    [organizationId],
  );
  const tables = Object.entries(all).filter(([table]) => table !== 'api_key' && !byTheWay.includes(table));
  return JSON.stringify([tables.sort(), keys]);
}

t.test('every route is in the table', async (t) => {
  t.same(mismatches(document, routeTries), { untried: [], unknown: [] });
});

t.test('a route that is not in the table is told', async (t) => {
  const logger = createLogger({ name: 'api', level: 'silent', redact: redactLine });
  const metrics = createApiMetrics(createMetrics());
  const app = await buildApi({ lastUses: { flush: async () => undefined }, metrics } as unknown as ApiDeps, logger);
  app.get('/v1/planted/:id', { schema: { summary: 'Planted' } }, async () => ({}));
  await app.ready();
  t.same(mismatches(app.swagger(), routeTries), { untried: ['GET /v1/planted/{id}'], unknown: [] });
  await app.close();
});

t.test('without a key, and with one that nobody has, every route is 401', async (t) => {
  const nobodys = `lk_${randomBytes(32).toString('base64url')}`;
  for (const request of requests)
    for (const key of ['', nobodys]) {
      const { status, body } = await send(request, acme, acme, key);
      t.same([status, body.code], [401, 'unauthorized'], request.name);
    }
});

t.test('another tenant finds nothing on any route, and changes nothing', async (t) => {
  const before = await digest();
  let sent: string[] = [];
  const look = async () => {
    t.same(await digest(), before, `acme's rows are as they were, after ${sent.join(', ')}`);
    sent = [];
  };
  for (const request of requests) {
    const { name, one } = request;
    const answer = await send(request, acme, globex, world.globex.key);
    const what = `${name} ${one.query?.(acme) ?? ''}`;
    if (one.ending === 'not_found') t.same([answer.status, answer.body.code], [404, 'not_found'], what);
    if (one.ending === 'empty') t.same([answer.status, answer.body.items], [200, []], what);
    if (one.ending === 'own') t.ok(answer.status < 300 || answer.status === 422, `${what}: ${answer.status}`);
    if (one.ending === 'items_refused')
      t.match(answer.body.results, [{ outcome: 'refused', errors: [{ message: 'names no connection' }] }], what);
    const asked = JSON.stringify([urlOf(name, request.route, one, acme), one.body?.(acme, globex) ?? '']);
    const text = JSON.stringify([answer.body, answer.headers]);
    const told = acmeIds.filter((id) => text.includes(id) && !asked.includes(id));
    t.same(told, [], `${what} tells no id of acme's`);
    if (sent.push(name) === 10) await look();
  }
  await look();
});

t.test('a key without the scope that the route needs is 403, even for its own rows', async (t) => {
  const lacking = new Map<Scope, string>();
  for (const scope of scopes) {
    const others = scopes.filter((other) => other !== scope);
    lacking.set(scope, await world.mintKey(world.acme, others));
  }
  const before = await digestOfChanges();
  for (const request of requests) {
    const { scope, name } = request;
    const { status, body } = await send(request, acme, acme, lacking.get(scope) ?? '');
    t.same([status, body.code, body.scope], [403, 'missing_scope', scope], name);
  }
  t.equal(await digestOfChanges(), before);
});

t.test('no change is made whose audit event cannot be kept', async (t) => {
  const before = await digestOfChanges();
  let sent: string[] = [];
  const look = async () => {
    t.equal(await digestOfChanges(), before, `nothing was changed by ${sent.join(', ')}`);
    sent = [];
  };
  await admin.query('ALTER TABLE audit_event ADD CONSTRAINT no_more CHECK (false) NOT VALID');
  for (const request of requests) {
    if (request.name.startsWith('GET ') || request.route.unaudited) continue;
    await send(request, acme, acme, world.acme.key).catch((error: Error) => t.match(error.message, /no_more/));
    if (sent.push(request.name) === 10) await look();
  }
  await look();
  await admin.query('ALTER TABLE audit_event DROP CONSTRAINT no_more');
});

t.test('the same requests of the tenant’s own do find, and each change leaves one audit event', async (t) => {
  const audited = async () => {
    const sql = 'SELECT count(*)::int AS n FROM audit_event WHERE organization_id = $1';
    return (await admin.query<{ n: number }>(sql, [organizationId])).rows[0]?.n ?? 0;
  };
  let [rows, events] = [await digestOfChanges(), await audited()];
  for (const request of requests) {
    const { name, one, route } = request;
    const { status, body } = await send(request, acme, acme, world.acme.key);
    const what = `${name} ${one.query?.(acme) ?? ''}: ${status} ${body?.code ?? ''}`;
    t.notOk([401, 403, 404].includes(status), what);
    const now = [await digestOfChanges(), await audited()] as const;
    const made = now[1] - events;
    // A read of a token is counted at the connection; what asks a provider is audited before it is asked.
    if (name.startsWith('GET ')) t.equal(made, 0, `${what}, a read`);
    else if (route.unaudited) t.equal(made, 0, `${what}, ${route.unaudited}`);
    else if (now[0] !== rows) t.equal(made, 1, `${what}, a change`);
    else if (status >= 300 && !route.asksProvider) t.equal(made, 0, `${what}, refused`);
    [rows, events] = now;
  }
  const { rows: kept } = await admin.query('SELECT a::text AS text FROM audit_event a WHERE organization_id = $1', [
    organizationId,
  ]);
  t.ok(kept.length > 25, `${kept.length} events`);
  t.notMatch(JSON.stringify(kept), canary, 'no secret in the audit record');
});
