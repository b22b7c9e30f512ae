import t, { type Test } from 'tap';
import * as db from '../../src/index.js';
import * as management from '../../src/management/index.js';
import { digestStatement, digestTenant, listTenantIds, openFreshDatabase } from '../../src/testing/index.js';
import { arrangeTenants } from './arrange.js';
import { domainTries } from './domain-tries.js';
import { doorTries } from './door-tries.js';
import { keyRotationTries } from './key-rotation-tries.js';
import { managementTries } from './management-tries.js';
import { placeTries } from './place-tries.js';
import { portTries } from './port-tries.js';
import { type Ending, flatten, untried } from './try.js';
import { webhookPortTries, webhookTries } from './webhook-tries.js';

// Every exported function of the package, in the hands of another tenant. A new one needs a try in one of the tables.
const database = await openFreshDatabase();
t.teardown(() => database.close());
const tenants = await arrangeTenants(database);
const { app, ours, theirs, tables } = tenants;
const ourIds = await listTenantIds(database.admin, tables, ours.organizationId);
const digest = () => digestTenant(database.admin, tables, ours.organizationId);
const exported = { ...management, ...db };
const elsewhere = { ...domainTries, ...doorTries, ...keyRotationTries, ...webhookTries, ...webhookPortTries };
const tries = { ...managementTries, ...placeTries, ...portTries, ...elsewhere };
/** What a caller who tries ids of another tenant knows of it: the ids. */
const known = new Set(JSON.stringify([ours, tenants.claim]).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g));
const strange = [...ourIds].filter((id) => !known.has(id));

t.test('every exported function has a try, and every try a function', async (t) => {
  t.same(untried(exported, tries, app), [], 'write a try for each in test/tenancy');
  for (const name of Object.keys(tries)) t.type((exported as Record<string, unknown>)[name], 'function', name);
});

t.test('a function that is left out is told, and so is a method of a port', async (t) => {
  const makesPort = {
    ...tries.createGrants,
    make: () => ({ read: 1, forgotten: 1 }),
  } as (typeof tries)['createGrants'];
  const more = { ...exported, readForgotten: async () => undefined };
  t.same(untried(more, { ...tries, createGrants: makesPort }, app), ['createGrants().forgotten', 'readForgotten']);
});

t.test('what they call with our ids finds nothing and changes nothing', async (t) => {
  const before = await digest();
  let called: string[] = [];
  const look = async () => {
    t.same(await digest(), before, `our rows are as they were, after ${called.join(', ')}`);
    called = [];
  };
  for (const [name, one] of flatten(tries)) {
    called.push(name);
    switch (one.kind) {
      case 'no_tenant':
        break;
      case 'in_transaction': {
        const inScope = (organizationId: string) => () =>
          db.inTenant(app, theirs.organizationId, (tx) => one.call(tx, organizationId, tenants));
        await ends(t, name, one.ending, inScope(theirs.organizationId), 'theirs');
        await ends(t, `${name} in our name`, one.ending, inScope(ours.organizationId), 'ours');
        break;
      }
      case 'by_itself':
        await ends(t, name, one.ending, () => one.call(tenants), 'theirs');
        break;
      case 'as_app':
        await ends(t, `${name} as latchkey_app`, one.ending, () => one.call(app, tenants), 'theirs');
        break;
    }
    if (called.length === 10) await look();
  }
  await look();
});

t.test('the same calls with our own id find what is there', async (t) => {
  for (const [name, one] of flatten({ ...managementTries, ...placeTries, ...domainTries, ...webhookTries })) {
    if (one.kind !== 'in_transaction' || one.ending.kind === 'own') continue;
    if (Object.hasOwn(nothingOfOurs, name)) continue;
    const before = await digest();
    const { ending } = one;
    const undone = new Error('undone');
    let found: unknown;
    let changed = false;
    await db
      .inTenant(app, ours.organizationId, async (tx) => {
        found = await one.call(tx, ours.organizationId, { ...tenants, theirs: ours });
        changed = JSON.stringify(await digestIn(tx)) !== JSON.stringify(before);
        throw undone;
      })
      .catch((error) => {
        if (error !== undone) throw error;
      });
    const isFound = ending.kind === 'refused' || !same(found, ending.nothing);
    t.ok(changed || isFound, `${name} is a try of something that is there`);
  }
});

/** For these the seeded tenant has nothing, or is not in the state for it. */
const nothingOfOurs: Readonly<Record<string, string>> = {
  listClientKeys: 'no key pair',
  activateClientKey: 'no key pair',
  promoteNextSecret: 'no next secret',
  countConnectionsWithSecrets: 'no secret input',
  rearm: 'nothing waits for the client',
  placeConnections: 'all are placed',
  placeForIntegration: 'all are placed',
  importGrants: 'connected already',
  settleIdempotencyKey: 'no such key',
  rejectAccessToken: 'the token is fresh',
  enableWebhookEndpoint: 'enabled already',
  moveAddresses: 'no input chooses a host',
};

async function digestIn(tx: db.TenantTransaction): Promise<Readonly<Record<string, string>>> {
  const rows = await tx.$queryRawUnsafe<{ name: string; digest: string }[]>(
    digestStatement(tables),
    ours.organizationId,
  );
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** How a call ends that was made in their own name, or, in the scope that is theirs, in ours. */
async function ends(t: Test, name: string, ending: Ending, call: () => Promise<unknown>, inName: 'theirs' | 'ours') {
  const told = await call().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('error' in told) {
    if (inName === 'theirs' && ending.kind !== 'refused') throw told.error;
    t.ok(isRefusal(told.error), `${name}: ${String(told.error)}`);
    return;
  }
  const { answer } = told;
  const text = JSON.stringify(answer, (_key, value) => (value instanceof Set ? [...value] : value)) ?? '';
  const toldIds = strange.filter((id) => text.includes(id));
  t.same(toldIds, [], `${name} tells no id of ours`);
  if (ending.kind === 'finds') t.same(answer, ending.nothing, `${name} finds nothing`);
  else if (inName === 'ours') t.ok(isNothing(answer), `${name} is refused, or finds nothing: ${text}`);
  else t.equal(ending.kind, 'own', `${name} is refused`);
}

function isNothing(answer: unknown): boolean {
  return [undefined, 0, [], { rows: [] }].some((nothing) => same(answer, nothing));
}

/** A foreign key, a policy or a privilege, as pg and Prisma tell of it; or no row where one has to be. */
function isRefusal(error: unknown): boolean {
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  return (
    ['23503', '42501', 'P2003', 'P2025'].includes(code) ||
    /row-level security|permission denied|foreign key|was deleted while/i.test(message)
  );
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
