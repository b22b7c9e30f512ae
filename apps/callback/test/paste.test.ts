import { inTenant, inTenantSql } from '@latchkey/db';
import { type ConnectionId, type Definition, type OrganizationId, parseId } from '@latchkey/oauth';
import { type ScriptableAuthorizationServer, startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { type OpenDoor, openWizardDoor } from './door.js';

const redirectUri = 'urn:ietf:wg:oauth:2.0:oob';

/** A wizard whose provider shows codes, and a sign-in under way there; `code` is the one that is shown. */
async function underWay(t: Test): Promise<{
  readonly door: OpenDoor;
  readonly server: ScriptableAuthorizationServer;
  readonly code: string;
  paste(pasted: unknown, headers?: Readonly<Record<string, string>>): ReturnType<OpenDoor['call']>;
  events(): Promise<string>;
}> {
  const server = await startAuthorizationServer({
    clients: [{ clientId: 'client-1', clientSecret: 's3cret', authMethod: 'client_secret_basic' }],
  });
  t.teardown(() => server.close());
  const definition: Definition = {
    name: 'Books',
    authorize: { url: server.authorizeUrl },
    token: { url: server.tokenUrl },
    client: { owner: 'connection' },
    callback: { delivery: 'out_of_band', redirectUri },
  };
  const door = await openWizardDoor(t, { definition });
  const connecting = await door.connect({ 'input.client.id': 'client-1', 'input.client.secret': 's3cret' });
  const [, link = ''] = /href="(http[^"]+authorize[^"]*)"/.exec(connecting.body) ?? [];
  const consented = await fetch(link.replaceAll('&amp;', '&'), { redirect: 'manual' });
  const shown = consented.headers.get('location') ?? '';
  t.match(shown, /^urn:ietf:wg:oauth:2\.0:oob\?/);
  return {
    door,
    server,
    code: new URLSearchParams(shown.split('?')[1]).get('code') ?? '',
    paste: (pasted, headers) => door.call(`/connections/${door.connectionId}/paste`, { pasted }, headers),
    events: async () =>
      JSON.stringify(await inTenant(door.db, door.organizationId, (tx) => tx.connectionEvent.findMany())),
  };
}

const stored = (door: OpenDoor) =>
  door.ports.grants.read(
    door.organizationId as OrganizationId,
    parseId('connection', door.connectionId) as ConnectionId,
  );

const cardOf = async (door: OpenDoor) => (await door.state()).connections[0];

/** Which sign-in the card asks to confirm; throws when it does not. */
async function asked(door: OpenDoor): Promise<string> {
  const authorization = (await cardOf(door))?.authorization;
  if (authorization?.kind !== 'confirm') throw new Error(JSON.stringify(authorization));
  return authorization.id;
}

const confirm = async (door: OpenDoor, answer: unknown, headers?: Readonly<Record<string, string>>) =>
  // The connection is the one of the address, whatever a field says.
  door.call(
    `/connections/${door.connectionId}/confirm`,
    { answer, session: await asked(door), connectionId: 'another' },
    headers,
  );

t.test(
  'a pasted code connects once the person has confirmed the account, and the page knows what it waits for',
  async (t) => {
    const { door, code, paste } = await underWay(t);
    t.match((await cardOf(door))?.authorization, { kind: 'out_of_band', expiresAt: /Z$/ });
    t.match(await paste('nonsense'), { status: 422, code: 'code_refused' });
    t.match(await paste(`https://evil.example/authorize/${code}`), { status: 422, code: 'code_other_host' });
    t.match(await paste('two words'), { status: 422, code: 'code_unreadable' });
    for (const empty of ['', '  ', undefined, 7, { $gt: '' }])
      t.match(await paste(empty), { status: 422, code: 'code_unreadable' });
    t.match((await cardOf(door))?.authorization, { kind: 'out_of_band' }, 'it still waits');

    const answer = await paste(`  ${code}\n`);
    t.equal(answer.status, 200);
    t.match(await cardOf(door), { status: 'pending', authorization: { kind: 'confirm', expiresAt: /Z$/ } });
    t.match(await paste(code), { status: 409, code: 'code_too_late' });
    t.notMatch(answer.body, code);
    t.equal((await stored(door))?.grant, undefined, 'nothing can be read yet');

    t.match(await confirm(door, 'confirm', { 'x-csrf-token': 'x' }), { status: 403, code: 'csrf_token_invalid' });
    t.match(await confirm(door, 'confirm', { 'sec-fetch-site': 'cross-site' }), { status: 403 });
    t.match(await confirm(door, 'perhaps'), { status: 409, code: 'nothing_to_confirm' });
    const session = `ses_${'0'.repeat(32)}`;
    const another = await door.call(`/connections/${door.connectionId}/confirm`, { answer: 'confirm', session });
    t.match(another, { status: 409, code: 'nothing_to_confirm' }, 'an answer is for the sign-in that was shown');
    t.equal((await stored(door))?.grant, undefined);
    t.equal((await confirm(door, 'confirm')).status, 200);
    t.match(await cardOf(door), { status: 'active', color: 'yellow' });
    t.equal((await cardOf(door))?.authorization, undefined);
    t.equal((await stored(door))?.grant?.generation, 1);
  },
);

t.test('an account that is not the person’s is let go of', async (t) => {
  const { door, code, paste, events } = await underWay(t);
  await paste(code);
  t.equal((await confirm(door, 'decline')).status, 200);
  t.match(await cardOf(door), { status: 'pending', lastFailure: { error: 'not_confirmed' } });
  const { rows } = await inTenantSql(door.db, door.organizationId as OrganizationId, (client) =>
    client.query(
      'SELECT g.state, k.duty, k.due_at <= now() AS is_due FROM "grant" g JOIN grant_clock k ON k.grant_id = g.id',
    ),
  );
  t.same(rows, [{ state: 'revoking', duty: 'revoke', is_due: true }]);
  t.match(await events(), '"cause":"declined"');
});

t.test('the question is a page too, with no script, and leads back when there is none', async (t) => {
  const { door, code, paste } = await underWay(t);
  const path = `/connections/${door.connectionId}/confirm`;
  const none = await door.visit(path);
  t.equal(none.status, 303);
  t.match(none.location, new RegExp(`^/wizard/wiz_\\w+#${door.connectionId}$`));
  await paste(code);
  const page = await door.visit(path);
  t.equal(page.status, 200);
  t.match(page.body, 'Is this your Books account?');
  t.match(page.body, 'The account could not be named.');
  const confirmed = await door.visit(path, { answer: 'confirm', session: await asked(door) });
  t.match(confirmed.body, 'Authorization completed successfully');
  t.match(await cardOf(door), { status: 'active' });
});

t.test('the whole address of the page will do', async (t) => {
  const { door, server, code, paste } = await underWay(t);
  t.equal((await paste(`${server.authorizeUrl}/${encodeURIComponent(code)}`)).status, 200);
  t.match(await cardOf(door), { authorization: { kind: 'confirm' } });
});

t.test('nobody else can paste, and nothing that is pasted is kept', async (t) => {
  const { door, code, paste, events } = await underWay(t);
  t.match(await paste(code, { 'x-csrf-token': 'x' }), { status: 403, code: 'csrf_token_invalid' });
  t.match(await paste(code, { 'sec-fetch-site': 'cross-site' }), { status: 403, code: 'cross_site_request' });
  const another = await door.call(`/connections/conn_${'0'.repeat(32)}/paste`, { pasted: code });
  t.match(another, { status: 404, code: 'connection_not_found' });
  t.match(await paste('canary-code-81f3'), { code: 'code_refused' });
  t.match(await paste(code), { status: 200 });
  const log = await events();
  t.match(log, 'authorization_failed');
  t.notMatch(log, 'canary-code-81f3');
  t.notMatch(log, code);
});

t.test('five tries, then the sign-in has to be started again', async (t) => {
  const { door, code, paste } = await underWay(t);
  for (let tries = 1; tries <= 4; tries++) t.match(await paste(`wrong-${tries}`), { code: 'code_refused' });
  t.equal((await paste('wrong-5')).status, 200, 'the card says what became of it');
  t.match(await cardOf(door), { status: 'pending', lastFailure: { error: 'provider_error' } });
  t.match(await paste(code), { status: 409, code: 'code_too_late' });
  await door.connect({});
  t.match((await cardOf(door))?.authorization, { kind: 'out_of_band' });
});

t.test('cancelled, or not out of band: no code is taken', async (t) => {
  const { door, code, paste } = await underWay(t);
  await door.call(`/connections/${door.connectionId}/cancel`, {});
  t.match(await paste(code), { status: 409, code: 'code_too_late' });
});
