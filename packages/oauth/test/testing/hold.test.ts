import t from 'tap';
import type { ScriptableAuthorizationServer } from '../../testing/index.js';
import { callApi, refresh, revoke, start } from './plain-client.js';

function desk(server: ScriptableAuthorizationServer) {
  const { family, accessToken, refreshToken = '' } = server.mintGrant({ clientId: 'desk' });
  return { family, accessToken, refreshToken };
}

const last = (server: ScriptableAuthorizationServer) => server.ledger.entries.at(-1);

t.test('hang and do_then_hang: until released, by handle or by server', async (t) => {
  const server = await start(t);
  const [a, b] = [desk(server), desk(server)];
  const hang = server.script({ endpoint: 'token', when: { family: a.family }, fault: { kind: 'hang' } });
  server.script({ endpoint: 'token', when: { family: b.family }, fault: { kind: 'do_then_hang' } });
  const one = refresh(server, a.refreshToken);
  const two = refresh(server, b.refreshToken);
  while (server.ledger.entries.length < 2) await new Promise((tick) => setTimeout(tick, 5));
  t.same(server.ledger.entries.map(({ family, outcome, delivery }) => [family, outcome, delivery]).sort(), [
    [a.family, 'pending', 'pending'],
    [b.family, 'issued', 'pending'],
  ]);
  hang.release();
  t.equal((await one).status, 200);
  t.equal(server.ledger.entries.filter(({ delivery }) => delivery === 'pending').length, 1);
  server.release();
  t.equal((await two).status, 200);
});

t.test('close ends what hangs, waits and is held, and does nothing more', async (t) => {
  const server = await start(t);
  const tokens = [desk(server), desk(server), desk(server)].map((grant) => grant.refreshToken);
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'hang' } });
  server.script({ endpoint: 'token', fault: { kind: 'delay', ms: 60_000 } });
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'before' } });
  const asked = tokens.map((token) => t.rejects(refresh(server, token)));
  await gate.arrived;
  while (server.ledger.entries.length < 3) await new Promise((tick) => setTimeout(tick, 5));
  await server.close();
  gate.release();
  await Promise.all(asked);
  t.same(new Set(server.ledger.entries.map(({ outcome }) => outcome)), new Set(['pending']));
  t.same(
    tokens.map((token) => server.ledger.isLive(token)),
    [true, true, true],
  );
  await server.close();
});

t.test('gates: a refresh held before its effect, a revocation in between', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'before' } });
  const refreshed = refresh(server, refreshToken);
  t.match(await gate.arrived, { endpoint: 'token', family, outcome: 'pending' });
  t.equal((await revoke(server, refreshToken)).status, 200);
  gate.release();
  t.match((await refreshed).json, { error: 'invalid_grant' });
});

t.test('gates: a refresh held after its effect', async (t) => {
  const server = await start(t);
  const { refreshToken, family } = desk(server);
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  const refreshed = refresh(server, refreshToken);
  t.match(await gate.arrived, { outcome: 'issued', delivery: 'pending' });
  await revoke(server, refreshToken);
  t.equal(last(server)?.outcome, 'already_gone', 'the old token is spent');
  gate.release();
  t.equal((await refreshed).status, 200);
  t.equal(server.ledger.spends(family).length, 1);
});

t.test('two gates put answers out of order', async (t) => {
  const server = await start(t, { reuseGraceSeconds: 60 });
  const { refreshToken } = desk(server);
  const gates = [server.gate(), server.gate()] as const;
  for (const gate of gates) server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'after' } });
  const order: number[] = [];
  const first = refresh(server, refreshToken).then(() => order.push(1));
  await gates[0].arrived;
  const second = refresh(server, refreshToken).then(() => order.push(2));
  await gates[1].arrived;
  t.equal(server.ledger.maxConcurrentTokenRequestsPerFamily, 2);
  gates[1].release();
  await second;
  gates[0].release();
  await first;
  t.same(order, [2, 1]);
});

t.test('a gate counts its arrivals, and a released gate holds nothing', async (t) => {
  const server = await start(t);
  const gate = server.gate();
  server.script({ endpoint: 'api', times: 4, fault: { kind: 'gate', gate, at: 'before' } });
  const { accessToken } = desk(server);
  const calls = [1, 2, 3].map(() => callApi(server, accessToken));
  t.equal((await gate.arrivals(3)).length, 3);
  gate.release();
  t.same(
    (await Promise.all(calls)).map(({ status }) => status),
    [200, 200, 200],
  );
  t.equal((await callApi(server, accessToken)).status, 200);
});

t.test('a client that leaves is written down, and its refresh still happens', async (t) => {
  const server = await start(t);
  const { refreshToken } = desk(server);
  const gate = server.gate();
  server.script({ endpoint: 'token', fault: { kind: 'gate', gate, at: 'before' } });
  const leave = new AbortController();
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: 'desk',
    client_secret: 'desk-secret',
  });
  const asked = t.rejects(fetch(server.tokenUrl, { method: 'POST', body, signal: leave.signal }));
  const entry = await gate.arrived;
  leave.abort();
  await asked;
  while (entry.delivery === 'pending') await new Promise((tick) => setTimeout(tick, 5));
  t.equal(entry.delivery, 'client_gone');
  gate.release();
  while (entry.outcome === 'pending') await new Promise((tick) => setTimeout(tick, 5));
  t.match(entry, { outcome: 'issued', delivery: 'client_gone' });
  t.equal(server.ledger.isLive(refreshToken), false);
});
