import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { startAuthorizationServer } from '../../testing/index.js';
import { ask, authorize, callApi, exchange, pkcePair, postClient, refresh, revoke, start } from './plain-client.js';

t.test('every request, in order, with what it was and without a secret', async (t) => {
  const server = await start(t);
  const { verifier, challenge } = pkcePair();
  const code = await authorize(server, { code_challenge: challenge, code_challenge_method: 'S256' });
  const { json } = await exchange(server, code, { code_verifier: verifier });
  await refresh(server, String(json.refresh_token));
  await callApi(server, json.access_token);
  await revoke(server, String(json.access_token));
  await ask(server, { grant_type: 'client_credentials', client_secret: 'wrong' });

  const { entries } = server.ledger;
  t.same(
    entries.map(({ sequence, endpoint, grantType, outcome }) => [sequence, endpoint, grantType, outcome]),
    [
      [1, 'authorize', undefined, 'consented'],
      [2, 'token', 'authorization_code', 'issued'],
      [3, 'token', 'refresh_token', 'issued'],
      [4, 'api', undefined, 'served'],
      [5, 'revoke', undefined, 'revoked'],
      [6, 'token', 'client_credentials', 'refused:invalid_client'],
    ],
  );
  for (const entry of entries) {
    t.ok(entry.at <= (entry.endedAt ?? 0));
    t.equal(entry.delivery, 'answered');
  }
  t.same(new Set(entries.slice(1, 5).map(({ family }) => family)), new Set(['family-1']));
  t.equal(entries[2]?.refreshTokenId, 'rt-1');
  t.same(server.ledger.tokenRequests().length, 3);
  t.same(server.ledger.tokenRequests('refresh_token').length, 1);

  const secrets = server.issuedSecrets();
  t.equal(secrets.length, 5);
  for (const secret of secrets) t.match(secret, /^(atc|rtc|cdc)_/);
  const written = JSON.stringify(entries);
  for (const secret of [...secrets, verifier, postClient.clientSecret, 'wrong']) t.notOk(written.includes(secret));
});

t.test('headers are recorded without credentials', async (t) => {
  const server = await start(t);
  await fetch(server.apiUrl, { headers: { authorization: 'Bearer secret-1', cookie: 'secret-2', 'x-vendor': 'yes' } });
  const [entry] = server.ledger.entries;
  t.equal(entry?.headers['x-vendor'], 'yes');
  t.notMatch(JSON.stringify(entry), /secret-/);
});

t.test('open requests of one family are counted, those of different families are not added up', async (t) => {
  const server = await start(t, { reuseGraceSeconds: 60 });
  const tokens = [server.mintGrant({ clientId: 'desk' }), server.mintGrant({ clientId: 'desk' })];
  for (const { refreshToken } of tokens) await refresh(server, refreshToken);
  t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 1);
  const gate = server.gate();
  server.script({ endpoint: 'token', times: 5, fault: { kind: 'gate', gate, at: 'before' } });
  const [a, b] = tokens;
  const asked = [a, b, a, b, a].map((grant) => refresh(server, grant?.refreshToken));
  await gate.arrivals(5);
  gate.release();
  await Promise.all(asked);
  t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 3);
});

t.test('eight at once with one token and no grace: one is issued, the family dies', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = server.mintGrant({ clientId: 'desk' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(server, refreshToken)));
  t.equal(answers.filter(({ status }) => status === 200).length, 1);
  t.equal(server.ledger.spends(family).length, 1);
  t.equal(server.ledger.reuseDetected, 7);
  t.same(server.ledger.liveGrants(), []);
});

t.test('whatever order old and current tokens come in, a family dies with its first reuse', async (t) => {
  const server = await start(t);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { maxLength: 6 }), async (ages) => {
      const { refreshToken = '', family } = server.mintGrant({ clientId: 'desk' });
      const chain = [refreshToken];
      let isAlive = true;
      for (const age of ages) {
        const index = Math.max(0, chain.length - 1 - age);
        const isCurrent = index === chain.length - 1;
        const { status, json } = await refresh(server, chain[index]);
        assert.equal(status, isAlive && isCurrent ? 200 : 400);
        if (status === 200) chain.push(String(json.refresh_token));
        else isAlive = false;
      }
      assert.equal(server.ledger.spends(family).length, chain.length - 1);
      assert.equal(server.ledger.isLive(chain.at(-1) ?? ''), isAlive);
    }),
    { numRuns: 40 },
  );
  t.ok(server.ledger.reuseDetected > 0, 'some of them were reuses');
});

t.test('tokens that are not known have no family and are not live', async (t) => {
  const server = await start(t);
  t.equal(server.ledger.familyOf('rtc_x'), undefined);
  t.equal(server.ledger.isLive('rtc_x'), false);
  t.same(server.ledger.spends('family-1'), []);
});

t.test('listening: another loopback address, a chosen port, a taken port', async (t) => {
  const server = await start(t, { host: '127.0.0.2' });
  t.match(server.url, /^http:\/\/127\.0\.0\.2:\d+$/);
  t.equal(server.tokenUrl, `${server.issuer}/token`);
  t.equal((await callApi(server, 'x')).status, 401);
  const port = Number(new URL(server.url).port);
  await t.rejects(startAuthorizationServer({ clients: [], host: '127.0.0.2', port }), { code: 'EADDRINUSE' });
});
