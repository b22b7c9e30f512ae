import t from 'tap';
import { ask, basic, basicClient, get, postForm, refresh, revoke, start } from './plain-client.js';

t.test('a refresh token takes its grant along', async (t) => {
  const server = await start(t);
  const grant = server.mintGrant({ clientId: 'desk' });
  const sibling = server.mintGrant({ clientId: 'desk' });
  const answer = await revoke(server, grant.refreshToken ?? '');
  t.equal(answer.status, 200);
  t.equal(answer.text, '');
  t.match(server.ledger.entries.at(-1), {
    endpoint: 'revoke',
    outcome: 'revoked',
    refreshTokenId: 'rt-1',
    family: grant.family,
    authenticatedBy: 'client_secret_post',
    parameters: { token: '[secret]' },
  });
  t.equal(server.ledger.isLive(grant.accessToken), false);
  t.match((await refresh(server, grant.refreshToken)).json, { error: 'invalid_grant' });
  t.same(
    server.ledger.liveGrants().map(({ family }) => family),
    [sibling.family],
  );
  t.equal((await revoke(server, grant.refreshToken ?? '')).status, 200);
  t.equal(server.ledger.entries.at(-1)?.outcome, 'already_gone');
});

t.test('an access token goes alone', async (t) => {
  const server = await start(t);
  const grant = server.mintGrant({ clientId: 'desk' });
  await revoke(server, grant.accessToken);
  t.equal(server.ledger.isLive(grant.accessToken), false);
  t.equal((await refresh(server, grant.refreshToken)).status, 200);
});

t.test('a spent refresh token revokes nothing', async (t) => {
  const server = await start(t);
  const grant = server.mintGrant({ clientId: 'desk' });
  const { json } = await refresh(server, grant.refreshToken);
  t.equal((await revoke(server, grant.refreshToken ?? '')).status, 200);
  t.equal(server.ledger.entries.at(-1)?.outcome, 'already_gone');
  t.equal(server.ledger.isLive(String(json.refresh_token)), true);
});

t.test('an unknown token is fine; a missing one, a stranger and a foreign token are not', async (t) => {
  const server = await start(t);
  const grant = server.mintGrant({ clientId: 'desk' });
  t.equal((await revoke(server, 'rtc_unknown')).status, 200);
  t.match(await revoke(server, ''), { status: 400, json: { error: 'invalid_request' } });
  const token = grant.refreshToken ?? '';
  t.match(await postForm(server.revokeUrl, { token }), { status: 401, json: { error: 'invalid_client' } });
  t.equal((await postForm(server.revokeUrl, { token }, basic(basicClient))).status, 400);
  t.equal((await get(server.revokeUrl)).status, 405);
  t.equal(server.ledger.isLive(token), true);
});

t.test('absent: 404', async (t) => {
  const server = await start(t, { revocation: 'absent' });
  const grant = server.mintGrant({ clientId: 'desk' });
  t.equal((await revoke(server, grant.refreshToken ?? '')).status, 404);
  t.equal(server.ledger.entries.at(-1)?.outcome, 'refused:not_found');
  t.equal(server.ledger.isLive(grant.refreshToken ?? ''), true);
});

t.test('kills_siblings: every grant of the account for the client, and no other', async (t) => {
  const server = await start(t, { revocation: 'kills_siblings' });
  const old = server.mintGrant({ clientId: 'desk', account: 'ada' });
  const sibling = server.mintGrant({ clientId: 'desk', account: 'ada' });
  const other = server.mintGrant({ clientId: 'desk', account: 'bob' });
  const elsewhere = server.mintGrant({ clientId: basicClient.clientId, account: 'ada' });
  const own = (await ask(server, { grant_type: 'client_credentials' })).json;
  await revoke(server, old.accessToken);
  t.same(
    server.ledger.liveGrants().map(({ family }) => family),
    [other.family, elsewhere.family],
  );
  t.equal(server.ledger.isLive(sibling.accessToken), false);
  t.equal(server.ledger.isLive(String(own.access_token)), true);
  await revoke(server, String(own.access_token));
  t.equal(server.ledger.isLive(String(own.access_token)), false);
  t.equal(server.ledger.liveGrants().length, 2);
});
