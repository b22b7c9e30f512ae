import type { Test } from 'tap';
import type { GrantId, OrganizationId } from '../../src/ids.js';
import {
  claimDue,
  connect,
  disconnect,
  mustClaim,
  read,
  type StoreFixture,
  shownOpaque,
  storedTokens,
  termsOf,
} from './store-fixture.js';

export async function creatingConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants } = fixture;

  t.test('a new grant is read back as it was stored', async (t) => {
    const inputs = { region: 'eu', shop: 'çødé' };
    const connection = await fixture.connection({ inputs });
    const grantId = await connect(fixture, connection, {
      tokens: storedTokens('tokens', { expiresInSeconds: 600, elapsedMs: 30_000.5, grantedScopes: ['read'] }),
      requestedScopes: ['read', 'write'],
      context: { realmId: '42', ünï: 'çødé "quoted" \\' },
      account: { label: 'ada@example.test', subject: 'sub-1' },
    });
    const stored = await read(fixture, connection);
    t.equal(stored?.status, 'active');
    t.equal(stored?.reason, undefined);
    const grant = stored?.grant;
    if (!grant) throw new Error('no grant is held');
    t.equal(grant.grantId, grantId);
    t.strictSame(grant.inputs, inputs);
    t.equal(shownOpaque(grant.tokenSet), 'tokens');
    t.ok(grant.tokenSet.envelope[0] === 0 && grant.tokenSet.envelope[1] === 255, 'octet for octet');
    t.equal(grant.lifetimeSeconds, 600);
    const seconds = grant.accessTokenSeconds ?? 0;
    t.ok(seconds > 560 && seconds <= 570, `the time on the way is taken off: ${seconds}`);
    t.match(grant.expiresAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'ISO 8601 UTC');
    t.equal(grant.hasRefreshToken, 'yes');
    t.strictSame(grant.requestedScopes, ['read', 'write']);
    t.strictSame(grant.grantedScopes, ['read']);
    t.strictSame(grant.exposeMembers, termsOf(connection).server.exposeMembers);
    t.strictSame({ ...grant.context }, { realmId: '42', ünï: 'çødé "quoted" \\' });
    t.strictSame((await fixture.look(connection)).events, ['connected']);
  });

  t.test('an unknown validity stays unknown, and is never due', async (t) => {
    const connection = await fixture.connection();
    const { expiresInSeconds, dueInMs, ...unknown } = storedTokens('tokens');
    const grantId = await connect(fixture, connection, { tokens: { ...unknown, hasRefreshToken: 'no' } });
    const grant = (await read(fixture, connection))?.grant;
    t.equal(grant?.accessTokenSeconds, undefined);
    t.equal(grant?.lifetimeSeconds, undefined);
    t.equal(grant?.expiresAt, undefined);
    t.equal(grant?.hasRefreshToken, 'no');
    t.equal(await claimDue(fixture, grantId), undefined);
  });

  t.test('the longest validity that the engine gives is stored', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('tokens', { expiresInSeconds: 100 * 365 * 86_400, dueInMs: 70 * 365 * 86_400_000 });
    await connect(fixture, connection, { tokens });
    t.ok(((await read(fixture, connection))?.grant?.accessTokenSeconds ?? 0) > 30 * 365 * 86_400);
  });

  t.test('texts that no database likes are stored somehow: tokens must not be lost for them', async (t) => {
    const hostile = 'a\u0000b\ud800c\udc00\u202e';
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, {
      context: { [hostile]: hostile, plain: 'kept' },
      account: { label: hostile, subject: hostile },
      tokens: storedTokens('tokens', { grantedScopes: [hostile] }),
    });
    const claim = await mustClaim(fixture, grantId);
    t.equal((await read(fixture, connection))?.grant?.context.plain, 'kept');
    const tokens = storedTokens('second', { grantedScopes: ['read', hostile] });
    t.equal(await grants.store(claim, tokens, { kind: 'recovered' }), 'stored');
    t.equal((await read(fixture, connection))?.grant?.grantedScopes[0], 'read');
    const event = {
      kind: 'refresh_failed',
      reason: 'client_misconfigured',
      details: { description: hostile },
    } as const;
    const again = await mustClaim(fixture, grantId);
    t.equal(
      await grants.settle(again, { outcome: 'later', dueInMs: 0, error: { reason: 'client_misconfigured', event } }),
      'settled',
    );
  });

  t.test('an expired token has negative seconds left', async (t) => {
    const connection = await fixture.connection();
    await connect(fixture, connection, { tokens: storedTokens('tokens', { expiresInSeconds: 5, elapsedMs: 60_000 }) });
    t.ok(((await read(fixture, connection))?.grant?.accessTokenSeconds ?? 0) < 0);
  });

  t.test('a grant without a redirect has no session and no redirect URI', async (t) => {
    const connection = await fixture.connection();
    const { redirectUri, ...terms } = termsOf(connection);
    const { organizationId, connectionId, scopes } = connection;
    const grantId = fixture.newId() as GrantId;
    const grant = { grantId, organizationId, connectionId, terms, requestedScopes: scopes, context: {} };
    await grants.create({ ...grant, tokens: storedTokens('direct') }, { kind: 'connected' });
    t.equal(shownOpaque((await read(fixture, connection))?.grant?.tokenSet as never), 'direct');
    const claim = await mustClaim(fixture, grantId);
    t.equal(claim.terms.redirectUri, undefined);
    t.equal(claim.terms.clientId, terms.clientId);
    t.equal(await grants.store(claim, storedTokens('second'), { kind: 'recovered' }), 'stored');
  });

  t.test('creating the same grant again changes nothing', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    await grants.store(claim, storedTokens('second'), { kind: 'recovered' });
    await connect(fixture, connection, { grantId });
    t.equal(shownOpaque((await read(fixture, connection))?.grant?.tokenSet as never), 'second');
    t.strictSame((await fixture.look(connection)).events, ['connected']);
    t.equal((await fixture.lookAtGrant(connection, grantId)).state, 'live');
  });

  t.test('a reconnect lets go of the former grant, and reads give the new one', async (t) => {
    const connection = await fixture.connection();
    const former = await connect(fixture, connection);
    const next = await connect(fixture, connection, { tokens: storedTokens('of the new grant') });
    const grant = (await read(fixture, connection))?.grant;
    t.equal(grant?.grantId, next);
    t.equal(shownOpaque(grant?.tokenSet as never), 'of the new grant');
    t.equal((await fixture.lookAtGrant(connection, former)).state, 'revoking');
    t.equal((await claimDue(fixture, former)) === undefined, true, 'nobody refreshes the former one');
  });

  t.test('reads tell apart: unknown, not connected, and of another organization', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    t.equal(await grants.read(connection.organizationId, fixture.newId() as never), undefined);
    t.equal(await grants.read(fixture.newId() as OrganizationId, connection.connectionId), undefined);
    const unconnected = await read(fixture, connection);
    t.equal(unconnected?.status, 'pending');
    t.equal(unconnected?.grant, undefined);
    await connect(fixture, other);
    t.equal(await grants.read(connection.organizationId, other.connectionId), undefined);
  });

  t.test('the terms of a live grant are read with the client’s secrets; of no other grant', async (t) => {
    const connection = await fixture.connection();
    const { organizationId, connectionId, client } = connection;
    const grantId = await connect(fixture, connection);
    t.strictSame(await grants.readTerms(organizationId, grantId), {
      ...{ organizationId, connectionId, client, secretInputs: {} },
      terms: termsOf(connection),
    });
    const other = await fixture.connection();
    t.equal(await grants.readTerms(other.organizationId, grantId), undefined);
    t.equal(await grants.readTerms(organizationId, fixture.newId() as GrantId), undefined);
    await disconnect(fixture, connection);
    t.equal(await grants.readTerms(organizationId, grantId), undefined, 'nothing is asked about what was let go of');
  });

  t.test('a grant of one organization cannot be put on another organization’s connection', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    await t.rejects(connect(fixture, { ...connection, connectionId: other.connectionId }));
    t.equal((await read(fixture, other))?.grant, undefined);
  });
}
