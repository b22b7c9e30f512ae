import { type InputChange, inTenant, saveConnectionInputs } from '@latchkey/db';
import { type ConnectionId, parseId } from '@latchkey/oauth';
import pg from 'pg';
import t from 'tap';
import { type Deployment, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const admin = new pg.Client(world.adminUrl);
await admin.connect();
t.teardown(() => admin.end());

const input = { visibility: 'customer' } as const;
const inputs = [
  // What the vendor's code makes an address of by itself.
  { ...input, name: 'host', label: 'Host', type: 'text' },
  { ...input, name: 'apiHost', label: 'API host', type: 'host', hosts: ['*.books.example'] },
  { ...input, name: 'region', label: 'Region', type: 'text', default: 'eu' },
  { ...input, name: 'pin', label: 'PIN', type: 'secret' },
];
const honest = { host: 'acme.example', apiHost: 'acme.books.example', region: 'us', pin: '1234' };
const typed = { host: 'evil.example', apiHost: 'evil.books.example', region: 'asia' };

/** A connection whose inputs are set and that nobody has connected yet. */
async function prepared(key: string, definition: object = {}): Promise<Deployment & { readonly path: string }> {
  const api = { baseUrl: 'https://{apiHost}/v1' };
  const place = await deploy(world, { key, accessTokenSeconds: 3600, definition: { inputs, api, ...definition } });
  t.teardown(() => place.server.close());
  const path = `/connections/${place.connectionId}`;
  const set = await world.call('PATCH', path, { body: { inputs: honest } });
  if (set.status !== 200) throw new Error(JSON.stringify(set.body));
  return { ...place, path };
}

/** What a Connect form saves before its flow begins; whoever sent it never goes to the provider's page. */
async function postForm({ connectionId }: Deployment, values: Readonly<Record<string, string>>): Promise<void> {
  const { organizationId } = world.acme;
  const changes = Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, InputChange] => [
      name,
      value === '' ? { kind: 'removed' } : { kind: 'text', value },
    ]),
  );
  const id = parseId('connection', connectionId) as ConnectionId;
  await inTenant(world.db, organizationId, (tx) =>
    saveConnectionInputs(tx, organizationId, id, changes, { kind: 'system' }),
  );
}

async function answered({ path }: { readonly path: string }) {
  const answer = await world.call('GET', `${path}/access-token`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const ways: Readonly<Record<string, (place: Deployment & { readonly path: string }) => Promise<unknown>>> = {
  consent: ({ connectionId }) => world.connect(connectionId),
  async import({ connectionId, server }) {
    const { accessToken, refreshToken } = server.mintGrant({ clientId: 'acme-client', scope: 'read' });
    const item = { connectionId, accessToken, refreshToken, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    await world.call('POST', '/connections/import', { body: { items: [item] } });
  },
  direct: ({ path }) => world.call('POST', `${path}/connect`),
};

for (const [way, connect] of Object.entries(ways))
  t.test(`${way}: a live token is answered with no address that somebody typed since`, async (t) => {
    const direct = { grantType: 'client_credentials', issuer: undefined, authorize: undefined };
    const place = await prepared(`typed-${way}`, way === 'direct' ? direct : {});
    await connect(place);
    const before = await answered(place);
    t.same(before.inputs, honest);
    t.equal(before.api.baseUrl, 'https://acme.books.example/v1');

    await postForm(place, typed);
    const during = await answered(place);
    t.equal(during.accessToken, before.accessToken);
    t.same(during.inputs, honest);
    t.equal(during.api.baseUrl, 'https://acme.books.example/v1');
    await postForm(place, { host: '', apiHost: '', region: '' });
    t.same((await answered(place)).inputs, honest, 'nor is anything taken away');
    const writer = await world.mintKey(world.acme, ['connections:write']);
    const patched = await world.call('PATCH', place.path, { body: { inputs: { host: 'evil.example' } }, key: writer });
    t.equal(patched.status, 200);
    t.same((await answered(place)).inputs, honest, 'over the API as well');
    await postForm(place, { region: '' });

    await world.call('PATCH', `/connection-configs/${place.configId}`, {
      body: { inputs: [...inputs, { ...input, name: 'plan', label: 'Plan', type: 'text', default: 'basic' }] },
    });
    await world.call('PATCH', place.path, { body: { inputs: { plan: 'gold', pin: '5678' } } });
    const later = { plan: 'basic', pin: '5678' };
    t.same(
      (await answered(place)).inputs,
      { ...honest, ...later },
      'secrets are those of now; what is new has its default',
    );
    if (way === 'import') return;
    await postForm(place, { host: 'moved.example', apiHost: 'moved.books.example' });
    await connect(place);
    const after = await answered(place);
    t.same(after.inputs, {
      ...later,
      host: 'moved.example',
      apiHost: 'moved.books.example',
      region: 'eu',
      plan: 'gold',
    });
    t.equal(after.api.baseUrl, 'https://moved.books.example/v1', 'from the next Connect on');
  });

t.test('a grant from before inputs were frozen: what changed since is left out', async (t) => {
  const place = await prepared('older');
  await world.connect(place.connectionId);
  await admin.query(
    `UPDATE "grant" SET terms = terms #- '{server,inputs}', created_at = created_at - interval '2 minutes'
      WHERE connection_id = $1`,
    [parseId('connection', place.connectionId)],
  );
  await admin.query(
    `UPDATE connection_input SET updated_at = updated_at - interval '2 minutes' WHERE connection_id = $1`,
    [parseId('connection', place.connectionId)],
  );
  t.same((await answered(place)).inputs, honest, 'as before');
  await world.call('PATCH', place.path, { body: { inputs: { host: honest.host, apiHost: honest.apiHost } } });
  t.same((await answered(place)).inputs, honest, 'the same again is no change');
  await postForm(place, typed);
  t.same((await answered(place)).inputs, { pin: '1234' }, 'nor is a default told instead');
  t.equal((await answered(place)).api.baseUrl, 'https://acme.books.example/v1');
});
