import t from 'tap';
import type { ScriptableAuthorizationServer } from '../../testing/index.js';
import { ask, callApi, get, refresh, revoke, start } from './plain-client.js';

function desk(server: ScriptableAuthorizationServer) {
  const { family, accessToken, refreshToken = '' } = server.mintGrant({ clientId: 'desk' });
  return { family, accessToken, refreshToken };
}

const last = (server: ScriptableAuthorizationServer) => server.ledger.entries.at(-1);

t.test('answer: nothing is done', async (t) => {
  const server = await start(t);
  const { refreshToken } = desk(server);
  server.script({
    endpoint: 'token',
    fault: { kind: 'answer', status: 429, headers: { 'Retry-After': '7' }, body: { error: 'slow_down' } },
  });
  const answer = await refresh(server, refreshToken);
  t.match(answer, { status: 429, json: { error: 'slow_down' } });
  t.equal(answer.headers.get('retry-after'), '7');
  t.match(last(server), { outcome: 'scripted:429', delivery: 'answered', status: 429, refreshTokenId: 'rt-1' });
  t.equal(server.ledger.isLive(refreshToken), true);
  server.script({ endpoint: 'token', fault: { kind: 'answer', status: 503, body: 'down' } });
  t.match(await refresh(server, refreshToken), { status: 503, text: 'down' });
  t.equal((await refresh(server, refreshToken)).status, 200, 'each met one request');
});

t.test('do_then_answer: done, but told otherwise', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  server.script({ endpoint: 'token', fault: { kind: 'do_then_answer', status: 502 } });
  t.equal((await refresh(server, refreshToken)).status, 502);
  t.match(last(server), { outcome: 'issued', status: 502 });
  t.equal(server.ledger.spends(family).length, 1);
  t.equal(server.ledger.isLive(refreshToken), false);
});

t.test('drop_before: the socket goes, the token stays', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  server.script({ endpoint: 'token', fault: { kind: 'drop_before' } });
  await t.rejects(refresh(server, refreshToken));
  t.match(last(server), { outcome: 'dropped', delivery: 'dropped', family });
  t.equal(server.ledger.isLive(refreshToken), true);
});

t.test('do_then_drop: the socket goes, the token is spent', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  server.script({ endpoint: 'token', fault: { kind: 'do_then_drop' } });
  await t.rejects(refresh(server, refreshToken));
  t.match(last(server), { outcome: 'issued', delivery: 'dropped' });
  t.equal(server.ledger.spends(family).length, 1);
  t.equal(server.ledger.isLive(refreshToken), false);
  t.equal(server.ledger.liveGrants().length, 1, 'the grant lives, but its token is lost');
});

t.test('delay goes on later; do_then_delay is done at once', async (t) => {
  const server = await start(t);
  const [a, b] = [desk(server), desk(server)];
  server.script({ endpoint: 'token', when: { family: a.family }, fault: { kind: 'delay', ms: 500 } });
  server.script({ endpoint: 'token', when: { family: b.family }, fault: { kind: 'do_then_delay', ms: 1000 } });
  const order: string[] = [];
  const answers = [
    refresh(server, a.refreshToken).then(({ status }) => order.push(`a ${status}`)),
    refresh(server, b.refreshToken).then(({ status }) => order.push(`b ${status}`)),
  ];
  while (server.ledger.entries.length < 2) await new Promise((tick) => setTimeout(tick, 5));
  t.equal(server.ledger.isLive(b.refreshToken), false, 'spent before it is answered');
  t.equal(server.ledger.isLive(a.refreshToken), true, 'not yet');
  await Promise.all(answers);
  t.same(order, ['a 200', 'b 200']);
  t.equal(server.ledger.isLive(a.refreshToken), false);
});

t.test('html, nonsense and error_in_200', async (t) => {
  const server = await start(t);
  const { refreshToken } = desk(server);
  server.script({ endpoint: 'token', fault: { kind: 'html' } });
  server.script({ endpoint: 'token', fault: { kind: 'html', status: 403 } });
  server.script({ endpoint: 'token', fault: { kind: 'nonsense' } });
  server.script({ endpoint: 'token', fault: { kind: 'error_in_200', error: 'invalid_grant', description: 'gone' } });
  const page = await refresh(server, refreshToken);
  t.match(page, { status: 200, text: /^<!doctype html>/ });
  t.match(page.headers.get('content-type'), /^text\/html/);
  t.equal((await refresh(server, refreshToken)).status, 403);
  const nonsense = await refresh(server, refreshToken);
  t.equal(nonsense.status, 200);
  t.match(nonsense.headers.get('content-type'), /^application\/json/);
  t.throws(() => JSON.parse(nonsense.text));
  const soft = await refresh(server, refreshToken);
  t.match(soft, { status: 200, json: { error: 'invalid_grant', error_description: 'gone' } });
  t.equal(server.ledger.isLive(refreshToken), true, 'nothing was done');
  t.same(
    server.ledger.entries.map(({ outcome }) => outcome),
    ['scripted:html', 'scripted:html', 'scripted:nonsense', 'scripted:error_in_200'],
  );
});

t.test('truncated: done, half told', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  server.script({ endpoint: 'token', fault: { kind: 'truncated' } });
  const answer = await fetch(server.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'desk',
      client_secret: 'desk-secret',
    }),
  });
  t.equal(answer.status, 200, 'the head arrives');
  await t.rejects(answer.text());
  t.match(last(server), { outcome: 'issued', delivery: 'truncated' });
  t.equal(server.ledger.spends(family).length, 1);
  server.script({ endpoint: 'revoke', fault: { kind: 'truncated' } });
  await t.rejects(revoke(server, refreshToken), 'an empty body can be truncated too');
});

t.test('edit_answer: done, told differently', async (t) => {
  const server = await start(t);
  const { refreshToken } = desk(server);
  server.script({
    endpoint: 'token',
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'edit_answer', edit: ({ token_type, ...body }) => ({ ...body, expires_in: '5400', created_at: 1 }) },
  });
  const { json } = await refresh(server, refreshToken);
  t.match(json, { expires_in: '5400', created_at: 1 });
  t.notOk('token_type' in json);
  t.equal((await refresh(server, String(json.refresh_token))).json.expires_in, '5400');
});

t.test('an error in a scripted edit is told, not swallowed', async (t) => {
  const server = await start(t);
  server.script({
    endpoint: 'token',
    fault: {
      kind: 'edit_answer',
      edit: () => {
        throw new Error('my own mistake');
      },
    },
  });
  t.match(await refresh(server, desk(server).refreshToken), { status: 500, text: /my own mistake/ });
});

t.test('which requests meet a fault: grant type, token, client, nth, times, order', async (t) => {
  const server = await start(t);
  const [a, b] = [desk(server), desk(server)];
  const own = { grant_type: 'client_credentials' };
  const status = (code: number) => ({ kind: 'answer', status: code }) as const;

  const byToken = server.script({ endpoint: 'token', when: { refreshToken: b.refreshToken }, fault: status(501) });
  server.script({ endpoint: 'token', when: { grantType: 'refresh_token', clientId: 'nobody' }, fault: status(599) });
  t.equal((await refresh(server, a.refreshToken)).status, 200);
  t.equal(byToken.hits, 0);
  t.equal((await refresh(server, b.refreshToken)).status, 501);
  t.equal(byToken.hits, 1);

  server.script({ endpoint: 'token', when: { grantType: own.grant_type, nth: 2 }, times: 2, fault: status(503) });
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await ask(server, own)).status);
  t.same(statuses, [200, 503, 503, 200]);

  server.script({ endpoint: 'token', times: 2, fault: status(500) });
  const forever = server.script({ endpoint: 'token', times: Number.POSITIVE_INFINITY, fault: status(429) });
  statuses.length = 0;
  for (let n = 0; n < 4; n += 1) statuses.push((await ask(server, own)).status);
  t.same(statuses, [500, 500, 429, 429], 'one after the other');
  forever.remove();
  t.equal((await ask(server, own)).status, 200);
  t.equal(forever.hits, 2);
  t.throws(() => server.script({ endpoint: 'api', times: 0, fault: status(500) }), RangeError);
});

t.test('faults at the other endpoints', async (t) => {
  const server = await start(t);
  const { accessToken, refreshToken } = desk(server);
  server.script({ endpoint: 'revoke', fault: { kind: 'answer', status: 503 } });
  t.equal((await revoke(server, refreshToken)).status, 503);
  server.script({ endpoint: 'revoke', fault: { kind: 'do_then_drop' } });
  await t.rejects(revoke(server, refreshToken));
  t.equal(server.ledger.isLive(refreshToken), false);
  server.script({ endpoint: 'api', fault: { kind: 'answer', status: 500 } });
  t.equal((await callApi(server, accessToken)).status, 500);
  server.script({ endpoint: 'authorize', fault: { kind: 'answer', status: 500 } });
  t.equal((await get(server.authorizeUrl)).status, 500);
});

t.test('down: connections are refused, and all is kept', async (t) => {
  const server = await start(t);
  const { refreshToken, accessToken } = desk(server);
  await server.goDown();
  const refused = await refresh(server, refreshToken).catch((error: Error & { cause?: { code?: string } }) => error);
  t.equal(refused instanceof Error && refused.cause?.code, 'ECONNREFUSED');
  await server.comeBack();
  t.equal((await callApi(server, accessToken)).status, 200);
  t.equal((await refresh(server, refreshToken)).status, 200);
});
