import { findAuthorizationTicket, newId, useAuthorizationTicket } from '@latchkey/db';
import {
  type ConnectionConfigId,
  codeChallengeS256,
  completeAuthorization,
  type GrantId,
  parseId,
  sha256,
  startAuthorization,
} from '@latchkey/oauth';
import pg from 'pg';
import t from 'tap';
import { type Deployment, deploy } from './deployment.js';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call, ports, db } = world;
const admin = new pg.Client({ connectionString: world.adminUrl });
await admin.connect();
t.teardown(() => admin.end());

const completionVerifier = 'verifier-'.repeat(6);
const completionChallenge = await codeChallengeS256(completionVerifier);
const completionRedirectUri = 'https://app.acme.example/connected';
const embedded = { completion: 'embedded', completionRedirectUri };
const browserHash = await sha256('a browser');

const place = await deploy(world);
t.teardown(() => place.server.close());
const path = `/connections/${place.connectionId}/authorize`;
const tokenRequests = ({ server }: Deployment) => server.ledger.tokenRequests().length;

/** What the callback door does with a ticket, up to the provider; `arrive` is the browser's return. */
async function begin() {
  const asked = await call('POST', path, { body: { completionChallenge } });
  const ticket = `${asked.body.authorizationUrl}`.split('/').at(-1) ?? '';
  const open = async () => {
    const found = await findAuthorizationTicket(db, await sha256(ticket));
    if (found.kind !== 'open' || !(await useAuthorizationTicket(db, found.ticket))) throw new Error(found.kind);
    const { id: authorizationSessionId, organizationId, connectionId, completion } = found.ticket;
    const started = await startAuthorization(ports, {
      ...{ authorizationSessionId, organizationId, connectionId, completion, browserHash },
      ...{ display: 'page', region: 'local', publicBaseUrl: callbackPublicUrl },
    });
    if (started.kind !== 'started') throw new Error(JSON.stringify(started));
    const response = await fetch(started.authorizationUrl, { redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '');
  };
  const arrive = async (location: URL) => {
    const completed = await completeAuthorization(ports, {
      grantId: newId<GrantId>(),
      connectionConfigId: parseId('connection_config', place.configId) as ConnectionConfigId,
      ...{ environment: 'production', parameters: [...location.searchParams], region: 'local' },
      browserHashes: [browserHash],
    });
    if (completed.kind !== 'awaiting_completion') throw new Error(JSON.stringify(completed));
    return completed.completionCode ?? '';
  };
  const complete = (completionCode: string, options: { verifier?: string; key?: string; repeat?: string } = {}) =>
    call('POST', `/authorization-sessions/${asked.body.authorizationSessionId}/complete`, {
      body: { completionCode, completionVerifier: options.verifier ?? completionVerifier },
      ...(options.key ? { key: options.key } : {}),
      ...(options.repeat ? { headers: { 'idempotency-key': options.repeat } } : {}),
    });
  return { asked, ticket, open, arrive, complete };
}

t.test('a config says how it is finished, and what that needs', async (t) => {
  t.match(await call('POST', path, { body: { completionChallenge } }), {
    status: 409,
    body: { code: 'finished_in_wizard' },
  });
  const config = `/connection-configs/${place.configId}`;
  const refused = async (body: object, field: string) => {
    const answer = await call('PATCH', config, { body });
    t.match(answer, { status: 422, body: { errors: [{ field }] } }, JSON.stringify(body));
  };
  await refused({ completion: 'embedded' }, 'completionRedirectUri');
  await refused({ ...embedded, completionRedirectUri: 'http://app.acme.example/' }, 'completionRedirectUri');
  await refused({ ...embedded, completionRedirectUri: 'https://u@app.acme.example/' }, 'completionRedirectUri');
  await refused({ ...embedded, completionRedirectUri: 'https://app.acme.example/#x' }, 'completionRedirectUri');
  await refused({ completion: 'link', completionRedirectUri }, 'completionRedirectUri');
  const { definition } = (await call('GET', config)).body;
  await refused({ ...embedded, definition: { ...definition, callback: { state: 'dropped' } } }, 'completion');
  const device = {
    name: 'D',
    grantType: 'device_code',
    token: definition.token,
    device: { url: definition.token.url },
  };
  const made = await call('POST', '/connection-configs', { body: { key: 'd', definition: device, ...embedded } });
  t.match(made, { status: 422, body: { errors: [{ field: 'completion' }] } });

  const changed = await call('PATCH', config, { body: embedded });
  t.match(changed, { status: 200, body: embedded });
  await refused({ completionRedirectUri: null }, 'completionRedirectUri');
  await refused({ definition: { ...definition, callback: { state: 'dropped' } } }, 'completion');
  t.match(await call('POST', path, { body: {} }), {
    status: 422,
    body: { errors: [{ field: 'completionChallenge' }] },
  });
  const both = { completionChallenge, requestedBy: 'Ada' };
  t.match(await call('POST', path, { body: both }), { status: 422, body: { errors: [{ field: 'requestedBy' }] } });
  t.equal((await call('POST', path, { body: { completionChallenge: 'short' } })).status, 400);
  t.equal((await call('POST', path, { body: { completionChallenge }, key: world.globex.key })).status, 404);
});

t.test('the code is redeemed when the right backend completes it in time, and once', async (t) => {
  const { asked, ticket, open, arrive, complete } = await begin();
  t.equal(asked.status, 201);
  t.match(asked.body, { authorizationSessionId: /^ses_/, authorizationUrl: /^http:\/\/127\.0\.0\.1:4200\/start\// });
  t.match(await complete('x'), { status: 409, body: { code: 'completion_not_ready' } }, 'nobody has opened it');
  const location = await open();
  t.match(await complete('x'), { status: 409, body: { code: 'completion_not_ready' } }, 'nobody has come back');
  const code = await arrive(location);
  t.match(await complete('x'), { status: 422, body: { code: 'completion_code_wrong' } });
  t.match(await complete(code, { key: world.globex.key }), { status: 404, body: { code: 'not_found' } });
  t.equal((await complete(code, { verifier: 'short' })).status, 400);
  t.equal(tokenRequests(place), 0);
  const done = await complete(code, { repeat: 'once' });
  t.match(done, { status: 200, body: { id: place.connectionId, status: 'active' } });
  t.match(await complete(code, { repeat: 'once' }), { status: 200, body: { id: place.connectionId } });
  t.match(await complete(code), { status: 409, body: { code: 'completion_used' } });
  t.equal(tokenRequests(place), 1);
  const written = world.logged.join('');
  for (const secret of [code, ticket, completionVerifier]) t.notOk(written.includes(secret));
  const audit = await call('GET', '/audit-events?limit=2');
  t.match(audit.body.items, [
    { action: 'authorization_session.completion_requested', actor: { kind: 'api_key' } },
    {
      action: 'connection.connected',
      actor: { kind: 'authorization_session', id: asked.body.authorizationSessionId },
      target: { kind: 'connection', id: place.connectionId },
    },
  ]);
});

t.test('a wrong verifier ends it, and so does a minute', async (t) => {
  const before = tokenRequests(place);
  const wrong = await begin();
  const code = await wrong.arrive(await wrong.open());
  const mistaken = { verifier: 'another-'.repeat(6), repeat: 'mistaken' };
  t.match(await wrong.complete(code, mistaken), { status: 422, body: { code: 'completion_verifier_wrong' } });
  t.equal((await wrong.complete(code, mistaken)).status, 409, 'repeating it is no success');
  t.match(await wrong.complete(code), { status: 409, body: { code: 'authorization_ended' } });
  const events = await call('GET', `/connections/${place.connectionId}/events?limit=1`);
  t.match(events.body.items[0], { kind: 'authorization_failed', reason: 'not_completed' });

  const late = await begin();
  const lateCode = await late.arrive(await late.open());
  await admin.query(
    "UPDATE authorization_session SET parked_until = now() - interval '1 s' WHERE parked_until IS NOT NULL",
  );
  t.match(await late.complete(lateCode), { status: 410, body: { code: 'completion_expired' } });

  const replaced = await begin();
  const replacedCode = await replaced.arrive(await replaced.open());
  await (await begin()).open();
  t.match(await replaced.complete(replacedCode), { status: 409, body: { code: 'authorization_ended' } });
  t.equal(tokenRequests(place), before);
  t.match(
    (await call('GET', `/connections/${place.connectionId}`)).body,
    { status: 'active' },
    'what was there is kept',
  );
});

t.test('a repeat finds no more than the first request would', async (t) => {
  const { complete } = await begin();
  t.match(await complete('x', { repeat: 'early' }), { status: 409, body: { code: 'completion_not_ready' } });
  t.match(await complete('x', { repeat: 'early' }), { status: 409, body: { code: 'completion_not_ready' } });
  await admin.query('DELETE FROM authorization_ticket');
  t.match(await complete('x', { repeat: 'early' }), { status: 404, body: { code: 'not_found' } });
});

t.test('what was begun can be given up, wherever it stands', async (t) => {
  const before = tokenRequests(place);
  const cancel = ({ asked }: Awaited<ReturnType<typeof begin>>, key?: string) =>
    call('POST', `/authorization-sessions/${asked.body.authorizationSessionId}/cancel`, key ? { key } : {});
  const unopened = await begin();
  t.equal((await cancel(unopened, world.globex.key)).status, 404);
  const { authorizationSessionId } = unopened.asked.body;
  t.match(await cancel(unopened), { status: 200, body: { authorizationSessionId } });
  await t.rejects(unopened.open(), /used/);
  t.match(await cancel(unopened), { status: 409, body: { code: 'authorization_ended' } });
  const away = await begin();
  const location = await away.open();
  t.equal((await cancel(away)).status, 200);
  await t.rejects(away.arrive(location), /superseded/);
  const held = await begin();
  const code = await held.arrive(await held.open());
  t.equal((await cancel(held)).status, 200);
  t.match(await held.complete(code), { status: 409, body: { code: 'authorization_ended' } });
  t.equal(tokenRequests(place), before);
});

t.test('what the provider says of the code is told', async (t) => {
  const { open, arrive, complete } = await begin();
  const code = await arrive(await open());
  place.server.script({ endpoint: 'token', fault: { kind: 'answer', status: 400, body: { error: 'invalid_grant' } } });
  t.match(await complete(code), { status: 422, body: { code: 'grant_refused', provider: { error: 'invalid_grant' } } });
});

t.test('a link is asked for by somebody', async (t) => {
  await call('PATCH', `/connection-configs/${place.configId}`, {
    body: { completion: 'link', completionRedirectUri: null },
  });
  t.match(await call('POST', path, { body: {} }), { status: 422, body: { errors: [{ field: 'requestedBy' }] } });
  t.match(await call('POST', path, { body: { requestedBy: 'Ada', completionChallenge } }), {
    status: 422,
    body: { errors: [{ field: 'completionChallenge' }] },
  });
  const link = await call('POST', path, { body: { requestedBy: 'Ada' } });
  t.equal(link.status, 201);
  const complete = { completionCode: 'x', completionVerifier };
  const id = link.body.authorizationSessionId;
  t.equal((await call('POST', `/authorization-sessions/${id}/complete`, { body: complete })).status, 404);
});
