import t from 'tap';
import {
  ask,
  authorize,
  basic,
  basicClient,
  callApi,
  exchange,
  get,
  pkcePair,
  postClient,
  postForm,
  postJson,
  redirectUri,
  refresh,
  standingClock,
  start,
} from './plain-client.js';

t.test('a code gives a pair, once; its reuse kills the grant', async (t) => {
  const server = await start(t, { accessTokenSeconds: 90 });
  const code = await authorize(server, { scope: 'read' });
  const answer = await exchange(server, code);
  t.equal(answer.status, 200);
  t.equal(answer.headers.get('cache-control'), 'no-store');
  t.match(answer.json, { token_type: 'Bearer', expires_in: 90, scope: 'read' });
  t.match(answer.json.access_token, /^atc_[\w-]{32}$/);
  t.match(answer.json.refresh_token, /^rtc_[\w-]{32}$/);
  t.equal(server.ledger.isLive(String(answer.json.access_token)), true);
  t.equal(server.ledger.familyOf(code), server.ledger.familyOf(String(answer.json.refresh_token)));

  const again = await exchange(server, code);
  t.match(again, { status: 400, json: { error: 'invalid_grant' } });
  t.equal(server.ledger.isLive(String(answer.json.access_token)), false);
  t.same(server.ledger.liveGrants(), []);
  t.equal((await refresh(server, String(answer.json.refresh_token))).json.error, 'invalid_grant');
  t.equal(server.ledger.reuseDetected, 0, 'a reused code is not a reused refresh token');
});

t.test('a code is bound to its client, its redirect URI and its challenge', async (t) => {
  const server = await start(t);
  const { verifier, challenge } = pkcePair();
  const bound = await authorize(server, { code_challenge: challenge, code_challenge_method: 'S256' });
  const refusals = [
    await exchange(server, bound),
    await exchange(server, bound, { code_verifier: pkcePair().verifier }),
    await exchange(server, bound, { code_verifier: challenge }),
    await exchange(server, bound, { code_verifier: verifier, redirect_uri: `${redirectUri}?` }),
    await exchange(server, bound, { code_verifier: verifier, redirect_uri: '' }),
    await postForm(
      server.tokenUrl,
      { grant_type: 'authorization_code', code: bound, redirect_uri: redirectUri, code_verifier: verifier },
      basic(basicClient),
    ),
    await exchange(server, await authorize(server), { code_verifier: verifier }),
    await exchange(server, 'cdc_unknown'),
  ];
  for (const [index, { status, json }] of refusals.entries()) {
    t.match({ status, json }, { status: 400, json: { error: 'invalid_grant' } }, `case ${index}`);
  }
  t.equal((await exchange(server, bound, { code_verifier: verifier })).status, 200, 'a refusal does not use it up');
  const plain = await authorize(server, { code_challenge: verifier });
  t.equal((await exchange(server, plain, { code_verifier: verifier })).status, 200, 'plain is the default method');
});

t.test('client authentication', async (t) => {
  const server = await start(t);
  const grant = { grant_type: 'client_credentials' };
  const { clientId, clientSecret } = postClient;
  const good = await postForm(server.tokenUrl, grant, basic(basicClient));
  t.equal(good.status, 200, 'form-decoded halves (RFC 6749 §2.3.1)');
  t.equal(server.ledger.entries.at(-1)?.authenticatedBy, 'client_secret_basic');
  t.equal((await ask(server, grant)).status, 200);
  t.equal(server.ledger.entries.at(-1)?.authenticatedBy, 'client_secret_post');

  const raw = { authorization: `Basic ${btoa('desk:x')}` };
  const cases: [Record<string, string>, Record<string, string>, number, string][] = [
    [{}, {}, 401, 'invalid_client'],
    [{ client_id: clientId }, {}, 401, 'invalid_client'],
    [{ client_id: clientId, client_secret: 'wrong' }, {}, 401, 'invalid_client'],
    [{ client_id: 'nobody', client_secret: 'x' }, {}, 401, 'invalid_client'],
    [{}, basic({ ...basicClient, clientSecret: 'wrong' }), 401, 'invalid_client'],
    [{}, basic(postClient), 401, 'invalid_client'],
    [{ client_id: basicClient.clientId, client_secret: basicClient.clientSecret }, {}, 401, 'invalid_client'],
    [{}, { authorization: 'Basic !!!' }, 401, 'invalid_client'],
    [{}, { authorization: `Basic ${btoa('no-colon')}` }, 401, 'invalid_client'],
    [{}, { authorization: `Basic ${btoa('desk%:x')}` }, 401, 'invalid_client'],
    [{}, { authorization: 'Bearer x' }, 401, 'invalid_client'],
    [{ client_id: clientId, client_secret: clientSecret }, raw, 400, 'invalid_request'],
    [{ client_id: 'other' }, raw, 400, 'invalid_request'],
  ];
  for (const [index, [parameters, headers, status, error]] of cases.entries()) {
    const answer = await postForm(server.tokenUrl, { ...grant, ...parameters }, headers);
    t.match(answer, { status, json: { error } }, `case ${index}`);
    t.equal(answer.headers.has('www-authenticate'), status === 401);
    t.match(server.ledger.entries.at(-1), { outcome: `refused:${error}` });
    t.equal(server.ledger.entries.at(-1)?.authenticatedBy, undefined);
  }
  server.registerClient({ ...postClient, clientSecret: 'new-secret' });
  t.equal((await ask(server, grant)).status, 401, 'the secret was changed');
  t.equal((await ask(server, { ...grant, client_secret: 'new-secret' })).status, 200);
});

t.test('malformed token requests', async (t) => {
  const server = await start(t);
  t.equal((await get(server.tokenUrl)).status, 405);
  t.match((await ask(server, {})).json, { error: 'invalid_request' });
  t.match((await ask(server, { grant_type: 'password' })).json, { error: 'unsupported_grant_type' });
  t.match((await ask(server, { grant_type: 'authorization_code' })).json, { error: 'invalid_request' });
  t.match((await ask(server, { grant_type: 'refresh_token' })).json, { error: 'invalid_request' });
  const credentials = `client_id=${postClient.clientId}&client_secret=${postClient.clientSecret}`;
  const twice = await postForm(server.tokenUrl, `${credentials}&grant_type=client_credentials&scope=a&scope=b`);
  t.match(twice, { status: 400, json: { error: 'invalid_request' } });
  const query = await postForm(`${server.tokenUrl}?${credentials}`, { grant_type: 'client_credentials' });
  t.equal(query.status, 401, 'credentials in the query do not count');
});

t.test('body encoding: only the demanded one is taken', async (t) => {
  const body = {
    grant_type: 'client_credentials',
    client_id: postClient.clientId,
    client_secret: postClient.clientSecret,
  };
  const form = await start(t);
  t.match(await postJson(form.tokenUrl, body), { status: 400, json: { error: 'invalid_request' } });
  t.equal((await postForm(form.tokenUrl, body)).status, 200);
  const json = await start(t, { bodyEncoding: 'json' });
  t.equal((await postJson(json.tokenUrl, body)).status, 200);
  t.match(await postForm(json.tokenUrl, body), { status: 400, json: { error: 'invalid_request' } });
  for (const wrong of ['[]', 'null', '{', '"x"']) {
    t.match(await postJson(json.tokenUrl, wrong), { status: 400, json: { error: 'invalid_request' } }, wrong);
  }
});

t.test('client credentials: no refresh token, no grant', async (t) => {
  const server = await start(t);
  const { json } = await ask(server, { grant_type: 'client_credentials', scope: 'jobs' });
  t.same(Object.keys(json).sort(), ['access_token', 'expires_in', 'scope', 'token_type']);
  t.match((await callApi(server, json.access_token)).json, { client_id: 'desk', account: null, scope: 'jobs' });
  t.same(server.ledger.liveGrants(), []);
});

t.test('rotation: the new token works, the old one kills the family', async (t) => {
  const server = await start(t);
  const first = server.mintGrant({ clientId: 'desk', scope: 'a b' });
  const second = (await refresh(server, first.refreshToken)).json;
  t.match(second, { scope: 'a b', token_type: 'Bearer' });
  t.not(second.refresh_token, first.refreshToken);
  t.equal(server.ledger.isLive(first.accessToken), true, 'the old access token lives on');
  t.equal(server.ledger.isLive(first.refreshToken ?? ''), false);
  const third = (await refresh(server, String(second.refresh_token))).json;
  t.equal(server.ledger.spends(first.family).length, 2);
  t.match(server.ledger.liveGrants(), [{ family: first.family, generation: 3, clientId: 'desk' }]);

  t.match(await refresh(server, first.refreshToken), { status: 400, json: { error: 'invalid_grant' } });
  t.equal(server.ledger.reuseDetected, 1);
  t.same(server.ledger.liveGrants(), []);
  for (const token of [first.accessToken, second.access_token, third.access_token, third.refresh_token]) {
    t.equal(server.ledger.isLive(String(token)), false);
  }
  t.match((await refresh(server, String(third.refresh_token))).json, { error: 'invalid_grant' });
  t.equal(server.ledger.reuseDetected, 1, 'an unspent token of a dead family is no reuse');
  t.equal(server.ledger.spends(first.family).length, 2, 'refusals are no spends');
});

t.test('no rotation: the token stays and is not repeated', async (t) => {
  const server = await start(t, { rotation: 'never' });
  const { refreshToken, family } = server.mintGrant({ clientId: 'desk' });
  for (let n = 0; n < 3; n += 1) {
    const { status, json } = await refresh(server, refreshToken);
    t.equal(status, 200);
    t.notOk('refresh_token' in json);
  }
  t.equal(server.ledger.spends(family).length, 3);
  t.equal(server.ledger.reuseDetected, 0);
});

t.test('reuse grace: a new pair inside it, death after it', async (t) => {
  const clock = standingClock();
  const server = await start(t, { reuseGraceSeconds: 30, now: clock.now });
  const first = server.mintGrant({ clientId: 'desk' });
  const lost = (await refresh(server, first.refreshToken)).json;
  clock.pass(29);
  t.equal(server.ledger.isLive(first.refreshToken ?? ''), true);
  const replayed = await refresh(server, first.refreshToken);
  t.equal(replayed.status, 200);
  t.not(replayed.json.refresh_token, lost.refresh_token);
  t.equal(server.ledger.isLive(String(lost.refresh_token)), true, 'the first answer stays good');
  t.equal(server.ledger.reuseDetected, 0);
  clock.pass(1);
  t.match((await refresh(server, first.refreshToken)).json, { error: 'invalid_grant' });
  t.equal(server.ledger.reuseDetected, 1);
  t.equal(server.ledger.isLive(String(replayed.json.refresh_token)), false);
});

t.test('a killed grant refuses even inside the grace', async (t) => {
  const server = await start(t, { reuseGraceSeconds: 30 });
  const { refreshToken, accessToken, family } = server.mintGrant({ clientId: 'desk' });
  await refresh(server, refreshToken);
  server.killGrant(family);
  t.match((await refresh(server, refreshToken)).json, { error: 'invalid_grant' });
  t.equal((await callApi(server, accessToken)).status, 401);
  t.equal(server.ledger.reuseDetected, 0);
  t.throws(() => server.killGrant('family-99'));
  t.throws(() => server.mintGrant({ clientId: 'nobody' }));
});

t.test('refresh: only its own client, only narrower scopes', async (t) => {
  const server = await start(t);
  const { refreshToken } = server.mintGrant({ clientId: 'desk', scope: 'a b' });
  const grant = { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' };
  t.match((await postForm(server.tokenUrl, grant, basic(basicClient))).json, { error: 'invalid_grant' });
  t.match((await ask(server, { ...grant, scope: 'a c' })).json, { error: 'invalid_scope' });
  const narrow = await ask(server, { ...grant, scope: 'a' });
  t.match(narrow, { status: 200, json: { scope: 'a' } });
  t.match((await refresh(server, String(narrow.json.refresh_token))).json, { scope: 'a b' });
});

t.test('a refresh may revoke the old access token', async (t) => {
  const server = await start(t, { refreshRevokesAccessToken: true });
  const first = server.mintGrant({ clientId: 'desk' });
  const other = server.mintGrant({ clientId: 'desk' });
  const { json } = await refresh(server, first.refreshToken);
  t.equal((await callApi(server, first.accessToken)).status, 401);
  t.equal((await callApi(server, json.access_token)).status, 200);
  t.equal(server.ledger.isLive(other.accessToken), true);
});

t.test('the API: 200 for a live token, 401 with a challenge otherwise', async (t) => {
  const clock = standingClock();
  const server = await start(t, { accessTokenSeconds: 60, now: clock.now });
  const { accessToken } = server.mintGrant({ clientId: 'desk', account: 'eve@example.test' });
  t.match(await callApi(server, accessToken), { status: 200, json: { account: 'eve@example.test' } });
  t.match(server.ledger.entries.at(-1), { endpoint: 'api', outcome: 'served', family: 'family-1' });
  clock.pass(60);
  const expired = await callApi(server, accessToken);
  t.equal(expired.status, 401);
  t.equal(expired.headers.get('www-authenticate'), 'Bearer error="invalid_token"');
  const none = await get(server.apiUrl);
  t.equal(none.status, 401);
  t.equal(none.headers.get('www-authenticate'), 'Bearer');
});
