import t from 'tap';
import {
  authorize,
  authorizeUrl,
  exchange,
  get,
  location,
  pkcePair,
  postClient,
  postForm,
  redirectUri,
  standingClock,
  start,
} from './plain-client.js';

t.test('consents at once: code, state and iss come back on the redirect URI', async (t) => {
  const server = await start(t);
  const answer = await get(authorizeUrl(server, { scope: 'read write', grant_type: 'client_credentials' }));
  t.equal(answer.status, 302);
  const to = location(answer);
  t.equal(to.origin + to.pathname, redirectUri);
  t.match(to.searchParams.get('code'), /^cdc_[\w-]{32}$/);
  t.equal(to.searchParams.get('state'), 'st');
  t.equal(to.searchParams.get('iss'), server.issuer);
  const [entry] = server.ledger.entries;
  t.match(entry, { endpoint: 'authorize', outcome: 'consented', delivery: 'answered', clientId: postClient.clientId });
  t.equal(entry?.parameters.grant_type, 'client_credentials', 'other parameters are recorded');
});

t.test('iss absent; no state asked, none given', async (t) => {
  const server = await start(t, { iss: 'absent' });
  const answer = await get(
    `${server.authorizeUrl}?${new URLSearchParams({ response_type: 'code', client_id: postClient.clientId, redirect_uri: redirectUri })}`,
  );
  t.same([...location(answer).searchParams.keys()], ['code']);
});

t.test('the query of the redirect URI is kept', async (t) => {
  const server = await start(t);
  const answer = await get(authorizeUrl(server, { redirect_uri: 'http://127.0.0.1:9/other?kept=1' }));
  t.match(answer.headers.get('location'), /^http:\/\/127\.0\.0\.1:9\/other\?kept=1&code=cdc_/);
});

t.test('what cannot be trusted to redirect is a page', async (t) => {
  const server = await start(t);
  for (const more of [
    { client_id: 'nobody' },
    { redirect_uri: `${redirectUri}/` },
    { redirect_uri: 'https://evil.test' },
  ]) {
    const answer = await get(authorizeUrl(server, more as Record<string, string>));
    t.equal(answer.status, 400);
    t.equal(answer.headers.get('location'), null);
    t.match(answer.headers.get('content-type'), /^text\/html/);
  }
  const twice = await get(`${authorizeUrl(server)}&redirect_uri=${encodeURIComponent(redirectUri)}`);
  t.equal(twice.status, 400, 'redirect_uri given twice');
  const none = await get(`${server.authorizeUrl}?response_type=code&client_id=${postClient.clientId}`);
  t.equal(none.status, 400, 'two are registered, none is named');
});

t.test('a client with no registered redirect URI may name any; one with one may leave it out', async (t) => {
  const server = await start(t);
  const { clientSecret, authMethod } = postClient;
  server.registerClient({ clientId: 'any', clientSecret, authMethod });
  server.registerClient({ clientId: 'one', clientSecret, authMethod, redirectUris: ['http://127.0.0.1:9/one'] });
  const any = await get(authorizeUrl(server, { client_id: 'any', redirect_uri: 'http://x.test/a' }));
  t.equal(location(any).host, 'x.test');
  const fragment = await get(authorizeUrl(server, { client_id: 'any', redirect_uri: 'http://x.test/a#b' }));
  t.equal(fragment.status, 400);
  const one = await get(`${server.authorizeUrl}?response_type=code&client_id=one`);
  t.equal(location(one).pathname, '/one');
  const exchanged = await postForm(server.tokenUrl, {
    grant_type: 'authorization_code',
    code: location(one).searchParams.get('code') ?? '',
    client_id: 'one',
    client_secret: clientSecret,
  });
  t.equal(exchanged.status, 200, 'and then leaves it out at the exchange too (RFC 6749 §4.1.3)');
});

t.test('other mistakes go back as errors with state and iss', async (t) => {
  const server = await start(t, { pkce: 'required' });
  const { challenge } = pkcePair();
  const cases: [Record<string, string>, string][] = [
    [{ response_type: '' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{}, 'invalid_request'],
    [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    [{ code_challenge: challenge, code_challenge_method: 'S512' }, 'invalid_request'],
  ];
  for (const [more, error] of cases) {
    const to = location(await get(authorizeUrl(server, more)));
    t.equal(to.searchParams.get('error'), error, JSON.stringify(more));
    t.equal(to.searchParams.get('state'), 'st');
    t.equal(to.searchParams.get('iss'), server.issuer);
    t.notOk(to.searchParams.has('code'));
  }
  const twice = location(await get(`${authorizeUrl(server)}&scope=a&scope=b`));
  t.equal(twice.searchParams.get('error'), 'invalid_request');
  const good = await authorize(server, { code_challenge: challenge, code_challenge_method: 'S256' });
  t.match(good, /^cdc_/);
});

t.test('scripted: deny, error, state and iss dropped or wrong, extra parameters', async (t) => {
  const server = await start(t);
  const walk = async () => Object.fromEntries(location(await get(authorizeUrl(server))).searchParams);

  server.script({ endpoint: 'authorize', fault: { kind: 'deny' } });
  t.match(await walk(), { error: 'access_denied', state: 'st', iss: server.issuer });
  t.equal(server.ledger.entries.at(-1)?.outcome, 'refused:access_denied');

  server.script({
    endpoint: 'authorize',
    fault: { kind: 'authorization_error', error: 'server_error', description: 'no' },
  });
  t.match(await walk(), { error: 'server_error', error_description: 'no', state: 'st' });

  server.script({ endpoint: 'authorize', fault: { kind: 'drop_state' } });
  t.same(Object.keys(await walk()), ['code', 'iss']);

  server.script({ endpoint: 'authorize', fault: { kind: 'wrong_state', state: 'other' } });
  t.match(await walk(), { state: 'other', code: /^cdc_/ });

  server.script({ endpoint: 'authorize', fault: { kind: 'wrong_iss', iss: 'https://evil.test' } });
  t.match(await walk(), { state: 'st', iss: 'https://evil.test', code: /^cdc_/ });

  server.script({ endpoint: 'authorize', fault: { kind: 'drop_iss' } });
  t.same(Object.keys(await walk()), ['code', 'state']);

  server.script({ endpoint: 'authorize', fault: { kind: 'extra_parameters', parameters: { realmId: '7' } } });
  t.match(await walk(), { state: 'st', realmId: '7' });

  t.match(await walk(), { state: 'st', iss: server.issuer, code: /^cdc_/ }, 'each fault met one request');
});

t.test('the consent page: Allow and Deny, once each, without script', async (t) => {
  const server = await start(t, { account: 'bob@example.test' });
  server.script({ endpoint: 'authorize', times: 2, fault: { kind: 'consent_page' } });
  const page = await get(authorizeUrl(server, { scope: '<b>' }));
  t.equal(page.status, 200);
  t.equal(server.ledger.entries.at(-1)?.outcome, 'asked');
  t.notMatch(page.text, /<script|<b>/i);
  t.match(page.text, 'bob@example.test');
  t.equal(server.issuedSecrets().length, 0, 'nothing is issued before the answer');
  const fields = (text: string) => ({
    consent_request: /name="consent_request" value="([^"]+)"/.exec(text)?.[1] ?? '',
  });
  t.match(page.text, /<form method="post" action="\/consent">/);
  t.same(
    [...page.text.matchAll(/<button type="submit" name="decision" value="(\w+)"/g)].map((m) => m[1]),
    ['allow', 'deny'],
  );

  const allowed = await postForm(`${server.url}/consent`, { ...fields(page.text), decision: 'allow' });
  t.equal(allowed.status, 303);
  t.match(location(allowed).searchParams.get('code'), /^cdc_/);
  t.equal(location(allowed).searchParams.get('state'), 'st');
  t.match(server.ledger.entries.at(-1), { endpoint: 'consent', outcome: 'consented' });

  const again = await postForm(`${server.url}/consent`, { ...fields(page.text), decision: 'allow' });
  t.equal(again.status, 400);

  const second = await get(authorizeUrl(server));
  const denied = await postForm(`${server.url}/consent`, { ...fields(second.text), decision: 'deny' });
  t.equal(location(denied).searchParams.get('error'), 'access_denied');
});

t.test('consent: page shows the page each time, and a bent response stays bent', async (t) => {
  const server = await start(t, { consent: 'page' });
  server.script({ endpoint: 'authorize', fault: { kind: 'drop_state' } });
  const page = await get(authorizeUrl(server));
  const consent_request = /value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const to = location(await postForm(`${server.url}/consent`, { consent_request, decision: 'allow' }));
  t.same([...to.searchParams.keys()], ['code', 'iss']);
});

t.test('the signed-in account is the one that consents', async (t) => {
  const server = await start(t);
  await exchange(server, await authorize(server));
  server.signIn('bob@example.test');
  await exchange(server, await authorize(server));
  t.same(
    server.ledger.liveGrants().map((grant) => grant.account),
    ['ada@example.test', 'bob@example.test'],
  );
});

t.test('a code expires', async (t) => {
  const clock = standingClock();
  const server = await start(t, { codeSeconds: 60, now: clock.now });
  const [early, late] = [await authorize(server), await authorize(server)];
  clock.pass(59);
  t.equal((await exchange(server, early)).status, 200);
  clock.pass(1);
  t.match(await exchange(server, late), { status: 400, json: { error: 'invalid_grant' } });
});

t.test('only GET asks for authorization', async (t) => {
  const server = await start(t);
  t.equal((await postForm(server.authorizeUrl, {})).status, 405);
  t.equal((await get(`${server.url}/elsewhere`)).status, 404);
  t.equal((await get(`${server.url}/consent`)).status, 405);
});
