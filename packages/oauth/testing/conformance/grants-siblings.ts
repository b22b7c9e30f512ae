import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { RevocationClaim } from '../../src/connection/grant.js';
import type { DeviceAuthorizationId, GrantId, WizardSessionId } from '../../src/ids.js';
import { returnOf, startSession } from './start-session.js';
import { connect, disconnect, opaque, type SeededConnection, type StoreFixture, termsOf } from './store-fixture.js';

/** What a revocation that reaches the whole account, and whoever makes a grant of its client, see of each other. */
export async function siblingsConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { authorizationSessions, deviceAuthorizations, grants, parkedResponses, times } = fixture;
  const subject = (name: string | undefined) => ({ account: name === undefined ? {} : { subject: name } });

  /** A grant that is being revoked, and its claim. */
  async function revoking(connection: SeededConnection, of = subject('ada')): Promise<RevocationClaim> {
    const grantId = await connect(fixture, connection, of);
    await disconnect(fixture, connection);
    const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
    const claim = claims.find((one) => one.grantId === grantId);
    if (!claim) throw new Error('the revocation could not be claimed');
    return claim;
  }

  async function exchanging(connection: SeededConnection, change: Partial<AuthorizationSession> = {}) {
    const session = await startSession(fixture, connection, change);
    t.equal((await authorizationSessions.consume(returnOf(session))).kind, 'consumed');
    return session;
  }

  t.test('a live grant of the same client and maybe the same person', async (t) => {
    for (const [mine, other, expected] of [
      ['ada', 'ada', 'live'],
      ['ada', 'bob', 'none'],
      [undefined, 'bob', 'live'],
      ['ada', undefined, 'live'],
    ] as const) {
      const connection = await fixture.connection();
      const claim = await revoking(connection, subject(mine));
      t.equal(await grants.siblingOf(claim), 'none', 'of itself there is none');
      const neighbour = await fixture.connection({ beside: connection });
      await connect(fixture, neighbour, subject(other));
      t.equal(await grants.siblingOf(claim), expected, `${mine} and ${other}`);
      await disconnect(fixture, neighbour);
      t.equal(await grants.siblingOf(claim), 'none', 'let go of as well');
    }
    const stranger = await fixture.connection();
    await connect(fixture, stranger, subject('ada'));
    t.equal(await grants.siblingOf(await revoking(await fixture.connection())), 'none', 'another client');
  });

  t.test('a grant is coming while its code is being redeemed, and only then', async (t) => {
    const connection = await fixture.connection();
    const claim = await revoking(connection);
    const sibling = () => grants.siblingOf(claim);
    const session = await startSession(fixture, connection);
    t.equal(await sibling(), 'none', 'a person may take ten minutes, and never come back');
    await authorizationSessions.consume(returnOf(session));
    t.equal(await sibling(), 'coming');
    await connect(fixture, connection, { authorizationSessionId: session.id, ...subject('bob') });
    t.equal(await sibling(), 'none', 'somebody else’s');
    const again = await exchanging(connection);
    t.equal(await sibling(), 'coming');
    const { organizationId, connectionId } = connection;
    const outcome = { kind: 'failed', error: 'provider_error', details: {} } as const;
    await authorizationSessions.fail(organizationId, again.id, outcome, { kind: 'authorization_failed' });
    t.equal(await sibling(), 'none');
    await exchanging(connection);
    await authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
    t.equal(await sibling(), 'none', 'what is given up is to be revoked anyway');
    await exchanging(await fixture.connection({ beside: connection }));
    t.equal(await sibling(), 'coming', 'of another connection of the client');
  });

  t.test('a response that waits for its person is redeemed later', async (t) => {
    const connection = await fixture.connection();
    const claim = await revoking(connection);
    const { id, organizationId, browserHash } = await exchanging(connection, { completion: { kind: 'link' } });
    const place = { organizationId, authorizationSessionId: id };
    t.equal(await parkedResponses.hold(place, { response: opaque('held'), withinSeconds: 60 }), 'held');
    t.equal(await grants.siblingOf(claim), 'none');
    t.equal((await parkedResponses.takeByBrowser({ authorizationSessionId: id, browserHash })).kind, 'taken');
    t.equal(await grants.siblingOf(claim), 'coming');
  });

  t.test('a grant is coming while a device authorization is polled for', async (t) => {
    const connection = await fixture.connection();
    const claim = await revoking(connection);
    const { organizationId, connectionId, connectionConfigId } = connection;
    const { redirectUri: _, ...terms } = termsOf(connection);
    const id = fixture.newId() as DeviceAuthorizationId;
    await deviceAuthorizations.create(
      {
        ...{ id, organizationId, connectionId, connectionConfigId, terms },
        ...{ wizardSessionId: fixture.newId() as WizardSessionId, deviceCode: opaque('device code') },
        ...{ userCode: 'WDJB-MJHT', verificationUri: 'https://as.example/device', requestedScopes: [] },
        ...{ intervalSeconds: 1, lifetimeSeconds: 600, mostRequests: 2 },
      },
      { kind: 'authorization_started' },
    );
    t.equal(await grants.siblingOf(claim), 'none', 'the person has ten minutes');
    await fixture.wait(1100);
    const polls = await deviceAuthorizations.claimDue({ holder: 'suite', limit: 100, times });
    const poll = polls.find((one) => one.id === id);
    if (!poll) throw new Error('it was not claimed');
    t.equal(await grants.siblingOf(claim), 'coming');
    await deviceAuthorizations.pollAgain(poll, { dueInMs: 60_000, intervalSeconds: 1, failures: 0 });
    t.equal(await grants.siblingOf(claim), 'none');
  });

  t.test('who makes a grant sees a request that was announced, as long as it may be under way', async (t) => {
    const connection = await fixture.connection();
    const claim = await revoking(connection);
    const client = { organizationId: connection.organizationId, terms: termsOf(connection) };
    const announced = (withinMs = 60_000) => grants.findAnnounced(client, withinMs);
    t.equal(await announced(), 'none', 'a claim alone asks nothing');
    await grants.announceRevocation(claim);
    t.equal(await announced(), 'announced');
    const other = await fixture.connection();
    t.equal(await grants.findAnnounced({ ...client, terms: termsOf(other) }, 60_000), 'none', 'another client');
    await fixture.wait(20);
    t.equal(await announced(10), 'none', 'it cannot be under way any more');
    await grants.retryRevocation(claim, 0);
    t.equal(await announced(), 'none', 'it was answered');
    const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
    const next = claims.find(({ grantId }: { readonly grantId: GrantId }) => grantId === claim.grantId);
    if (!next) throw new Error('it was not due again');
    await grants.announceRevocation(next);
    t.equal(await announced(), 'announced');
    await grants.endRevoked(next, 'revoked', { kind: 'disconnected' });
    t.equal(await announced(), 'none');
  });
}
