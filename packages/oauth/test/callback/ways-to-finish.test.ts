import t from 'tap';
import { codeChallengeS256 } from '../../src/authorize/pkce.js';
import { completeEmbedded } from '../../src/callback/complete-embedded.js';
import { confirmLink, declineLink } from '../../src/callback/confirm-link.js';
import type { AuthorizationSessionId, GrantId, OrganizationId } from '../../src/ids.js';
import { plainDefinition } from '../../testing/index.js';
import { browser, complete, passing, start, startedState, worldWithServer } from '../flows.js';

const verifier = 'v'.repeat(43);

/** A flow outside of the wizard, up to the provider's page; `arrive` is the browser's return. */
async function begun(kind: 'embedded' | 'link') {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection({ completion: kind });
  const completion = kind === 'link' ? { kind } : { kind, challenge: await codeChallengeS256(verifier) };
  const authorizationSessionId = world.newId() as AuthorizationSessionId;
  const started = await start(world, connection, { authorizationSessionId, completion, display: 'page' });
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const state = new URL(started.authorizationUrl).searchParams.get('state') ?? '';
  const { code } = server.authorize();
  const arrive = (change: Parameters<typeof complete>[3] = {}, more: Readonly<Record<string, string>> = {}) =>
    complete(world, connection, { code, state, ...more }, change);
  const arrivedCode = async () => {
    const arrived = await arrive();
    if (arrived.kind !== 'awaiting_completion') throw new Error(JSON.stringify(arrived));
    return arrived.completionCode ?? '';
  };
  const finish = (completionCode: string, change: Partial<Parameters<typeof completeEmbedded>[1]> = {}) =>
    completeEmbedded(world.ports, {
      ...{ grantId: world.newId() as GrantId, organizationId: connection.organizationId, authorizationSessionId },
      ...{ completionCode, completionVerifier: verifier },
      ...change,
    });
  const answer = (browserHash = browser()) => ({
    ...{ grantId: world.newId() as GrantId, authorizationSessionId, browserHash },
  });
  return {
    world,
    server,
    connection,
    code,
    state,
    arrive,
    arrivedCode,
    finish,
    answer,
    sent: () => world.transport.sent.length,
  };
}

t.test('an embedded flow is redeemed when the vendor completes it, and not before', async (t) => {
  const { connection, arrive, arrivedCode, finish, sent, code } = await begun('embedded');
  const early = await finish('x'.repeat(43));
  t.match(early, { kind: 'refused', why: 'not_returned' });
  t.match(await arrive({ browserHashes: [browser('eve')] }), { kind: 'forged' }, 'another browser at the callback');
  const former = await arrivedCode();
  t.match(former, /^[\w-]{43}$/);
  t.not(former, code);
  t.equal(sent(), 0);
  t.equal(connection.status, 'pending');
  const completionCode = await arrivedCode();
  t.not(completionCode, former, 'a browser that comes again brings a code that works');
  t.match(await finish(former), { kind: 'refused', why: 'wrong_code' });
  const organizationId = 'another' as OrganizationId;
  t.match(await finish(completionCode, { organizationId }), { kind: 'refused', why: 'not_found' });
  t.equal(sent(), 0);
  t.match(await finish(completionCode), { kind: 'succeeded', session: { connectionId: connection.id } });
  t.equal(connection.status, 'active');
  t.match(await finish(completionCode), { kind: 'refused', why: 'used' });
  t.match(await arrive(), { kind: 'succeeded' }, 'the browser that comes again is told');
  t.equal(sent(), 1);
});

t.test('a wrong verifier ends the flow', async (t) => {
  const { connection, arrive, arrivedCode, finish, sent } = await begun('embedded');
  const completionCode = await arrivedCode();
  const completionVerifier = 'w'.repeat(43);
  t.match(await finish(completionCode, { completionVerifier }), { kind: 'refused', why: 'wrong_verifier' });
  t.match(await finish(completionCode), { kind: 'refused', why: 'over' }, 'for the right one too');
  t.equal(sent(), 0);
  t.match(connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'not_completed',
    details: { cause: 'wrong completion verifier' },
  });
  t.match(await arrive(), { kind: 'failed', error: 'not_completed' });
});

t.test('a minute, and no more', async (t) => {
  const { world, arrive, arrivedCode, finish, sent } = await begun('embedded');
  const completionCode = await arrivedCode();
  await world.clock.advance(60_000);
  t.match(await finish(completionCode), { kind: 'refused', why: 'too_late' });
  t.match(await arrive(), { kind: 'failed', error: 'not_completed' });
  t.equal(sent(), 0);
});

t.test('what is no good response is not kept for anybody', async (t) => {
  for (const more of [{ iss: 'https://evil.example' }, { code: '', error: 'access_denied' }]) {
    const { arrive, finish, sent } = await begun('embedded');
    t.match((await arrive({}, more)).kind, /^(forged|failed)$/);
    t.match(await finish('x'.repeat(43)), { kind: 'refused', why: 'over' });
    t.equal(sent(), 0);
  }
});

t.test('a fault while a held response is opened ends the flow', async (t) => {
  const { world, arrive, arrivedCode, connection } = await begun('embedded');
  const completionCode = await arrivedCode();
  const ports = { ...world.ports, vault: { ...world.ports.vault, open: () => Promise.reject(new Error('no key')) } };
  const [row] = world.database.sessions.values();
  const input = {
    ...{ grantId: world.newId() as GrantId, organizationId: connection.organizationId },
    ...{ authorizationSessionId: row?.session.id as AuthorizationSessionId, completionCode },
    completionVerifier: verifier,
  };
  await t.rejects(completeEmbedded(ports, input), /no key/);
  t.match(await arrive(), { kind: 'failed', error: 'provider_unavailable' });
});

t.test('a link is redeemed when the person has confirmed twice in one browser', async (t) => {
  const { world, connection, arrive, finish, answer, sent } = await begun('link');
  t.match(await confirmLink(world.ports, answer()), { kind: 'unknown' }, 'nothing to confirm yet');
  const arrived = await arrive();
  t.match(arrived, { kind: 'awaiting_completion' });
  t.notOk('completionCode' in arrived);
  t.match(await arrive(), { kind: 'awaiting_completion' });
  t.match(await finish(''), { kind: 'refused', why: 'not_found' }, 'the vendor cannot answer for the person');
  t.match(await confirmLink(world.ports, answer(browser('eve'))), { kind: 'unknown' });
  t.equal(sent(), 0);
  t.match(await confirmLink(world.ports, answer()), { kind: 'succeeded' });
  t.equal(connection.status, 'active');
  t.match(await confirmLink(world.ports, answer()), { kind: 'succeeded' }, 'again: the first result');
  t.match(await declineLink(world.ports, answer()), { kind: 'succeeded' });
  t.equal(sent(), 1);
});

t.test('a yes that is clicked twice waits for the first result', async (t) => {
  const { world, connection, arrive, answer, sent } = await begun('link');
  await arrive();
  world.transport.passage = () => ({ kind: 'delivered', there: 2000, back: 2000 });
  const first = confirmLink(world.ports, answer());
  await world.clock.settle();
  const again = [confirmLink(world.ports, answer()), declineLink(world.ports, answer())];
  t.match(await passing(world, first), { kind: 'succeeded' });
  for (const second of again) t.match(await passing(world, second), { kind: 'succeeded' });
  t.equal(sent(), 1);
  t.equal(connection.status, 'active');
});

t.test('a first yes that never ends is given up by the second', async (t) => {
  const { world, arrive, answer } = await begun('link');
  await arrive();
  world.database.fault = (statement) => (statement === 'create_grant' ? 'throws' : 'none');
  const first = confirmLink(world.ports, answer());
  await world.clock.settle();
  const second = await passing(world, confirmLink(world.ports, answer()));
  t.match(second, { kind: 'failed', error: 'provider_unavailable' });
  world.database.fault = () => 'none';
  t.match(await passing(world, first), { kind: 'succeeded' });
});

t.test('a no, and no answer, redeem nothing', async (t) => {
  const declined = await begun('link');
  await declined.arrive();
  t.match(await declineLink(declined.world.ports, declined.answer()), { kind: 'failed', error: 'not_confirmed' });
  t.match(await confirmLink(declined.world.ports, declined.answer()), { kind: 'failed', error: 'not_confirmed' });
  t.match(declined.connection.events.at(-1), { reason: 'not_confirmed', details: { cause: 'declined' } });
  const late = await begun('link');
  await late.arrive();
  await late.world.clock.advance(600_000);
  t.match(await confirmLink(late.world.ports, late.answer()), { kind: 'failed', error: 'not_confirmed' });
  t.equal(declined.sent() + late.sent(), 0);
});

t.test('a flow is begun only the way that its config says, and where that way can be gone', async (t) => {
  const { world } = worldWithServer();
  const challenge = 'c'.repeat(43);
  const ways = { wizard: undefined, embedded: { kind: 'embedded', challenge }, link: { kind: 'link' } } as const;
  for (const [kind, own] of Object.entries(ways)) {
    const connection = await world.addConnection({ completion: kind as keyof typeof ways });
    for (const completion of Object.values(ways)) {
      const started = await start(world, connection, completion ? { completion } : {});
      if (completion === own) t.equal(started.kind, 'started', kind);
      else t.match(started, { kind: 'misconfigured', field: 'completion' }, `${completion?.kind} for ${kind}`);
    }
  }
  for (const callback of [
    { state: 'dropped' },
    { delivery: 'out_of_band', redirectUri: 'urn:ietf:wg:oauth:2.0:oob' },
  ] as const) {
    const connection = await world.addConnection({ completion: 'link', definition: { ...plainDefinition, callback } });
    t.match(await start(world, connection, { completion: { kind: 'link' } }), { field: 'completion' });
  }
  t.ok(await startedState(world, await world.addConnection()));
});
