import t from 'tap';
import type { GrantId } from '../../src/ids.js';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import type { Definition } from '../../src/provider/definition.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { reveal } from '../../src/secret.js';
import { keepGrant } from '../../src/token/keep-grant.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { processTokenResponse, tokenReading } from '../../src/token/token-response.js';
import { memoryWorld } from '../../testing/memory/memory-world.js';

const definition: Definition = {
  name: 'Chat',
  authorize: { url: 'https://as.example/authorize' },
  token: { url: 'https://as.example/token', clientAuthentication: 'client_secret_post' },
  revoke: { url: 'https://as.example/revoke' },
  otherTokens: [
    {
      name: 'person',
      accessToken: 'authed_user.access_token',
      refreshToken: 'authed_user.refresh_token',
      expiry: { path: 'authed_user.expires_in', kind: 'seconds' },
    },
  ],
};

/** A server that gives two rotating token sets at once, and renews each by its own refresh token, which it takes once. */
function twoSets() {
  const good = new Map([
    ['rt-bot-0', 'bot'],
    ['rt-person-0', 'person'],
  ]);
  const renewals: string[] = [];
  const revoked: string[] = [];
  const handler: Parameters<typeof memoryWorld>[0] = (request) => {
    const form = new URLSearchParams(request.body);
    const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
    if (request.url.endsWith('/revoke')) {
      revoked.push(form.get('token') ?? '');
      return json(200, {});
    }
    const whose = good.get(form.get('refresh_token') ?? '');
    if (!whose) return json(400, { error: 'invalid_grant' });
    good.delete(form.get('refresh_token') ?? '');
    renewals.push(whose);
    const next = renewals.filter((name) => name === whose).length;
    good.set(`rt-${whose}-${next}`, whose);
    return json(200, {
      access_token: `at-${whose}-${next}`,
      refresh_token: `rt-${whose}-${next}`,
      expires_in: whose === 'bot' ? 40_000 : 7_000,
    });
  };
  return { handler, renewals, revoked };
}

const firstAnswer = {
  access_token: 'at-bot-0',
  refresh_token: 'rt-bot-0',
  expires_in: 40_000,
  team: { id: 'T1' },
  authed_user: { id: 'U1', access_token: 'at-person-0', refresh_token: 'rt-person-0', expires_in: 7_000 },
};

async function connected() {
  const server = twoSets();
  const world = memoryWorld(server.handler);
  const connection = await world.addConnection({ definition });
  const resolved = resolveAuthorizationServer(definition, {});
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  const reading = tokenReading(resolved.server, resolved.server.token, world.ports.clock.epochMs());
  const body = JSON.stringify(firstAnswer);
  const answer = processTokenResponse(reading, { kind: 'response', status: 200, headers: {}, body, elapsedMs: 5 });
  if (answer.kind === 'failure') throw new Error('the first answer was not read');
  const { organizationId, id: connectionId, clientRowId } = connection;
  const grant = {
    grantId: world.newId() as GrantId,
    organizationId,
    connectionId,
    authorizationSessionId: world.newId() as never,
    terms: {
      server: resolved.server,
      clientRowId: clientRowId as never,
      clientId: 'client-1',
      redirectUri: 'https://latchkey.example/callback',
      definitionVersion: 'v',
    },
    requestedScopes: [],
  };
  await keepGrant(world.ports, grant, { kind: 'obtained', answer, context: {}, notices: {} }, { kind: 'connected' });
  return { world, server, connection };
}

async function tick(world: Awaited<ReturnType<typeof connected>>['world']) {
  const onResult = () => undefined;
  const work = await refreshDueGrants(world.ports, { slots: 10, takeover: 'allowed', onResult });
  await work.settled;
}

t.test('both token sets are kept and renewed, each by its own refresh token', async (t) => {
  const { world, server, connection } = await connected();
  const { organizationId, id: connectionId } = connection;
  const read = async () => {
    const answer = await readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds: 60 });
    if (answer.kind !== 'token') throw new Error(answer.kind);
    return answer.token;
  };
  const first = await read();
  t.equal(reveal(first.accessToken), 'at-bot-0');
  t.equal(reveal(first.tokens.others?.person?.accessToken as never), 'at-person-0');
  t.same(first.members.authed_user, { id: 'U1', expires_in: 7_000 }, 'no token among the members');

  // The shorter one is due several times before the longer one is due once.
  for (let minutes = 0; minutes < 13 * 60; minutes += 10) {
    await world.clock.advance(10 * 60_000);
    await tick(world);
  }
  t.ok(server.renewals.filter((name) => name === 'person').length >= 5, server.renewals.join(' '));
  t.ok(server.renewals.includes('bot'));
  const last = await read();
  const count = (name: string) => server.renewals.filter((renewed) => renewed === name).length;
  t.equal(reveal(last.accessToken), `at-bot-${count('bot')}`);
  t.equal(reveal(last.tokens.others?.person?.accessToken as never), `at-person-${count('person')}`);

  await disconnectConnection(world.ports, { organizationId, connectionId });
  const revoking = await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined });
  await revoking.settled;
  t.same(
    [...server.revoked].sort(),
    [
      `at-bot-${count('bot')}`,
      `at-person-${count('person')}`,
      `rt-bot-${count('bot')}`,
      `rt-person-${count('person')}`,
    ],
    'all four are revoked',
  );
});
