import type { Test } from 'tap';
import { connect, disconnect, read, type StoreFixture, termsOf } from './store-fixture.js';

/** What ports.ts promises of ConnectionsPort, as tests. */
export async function connectionsPortConformance(t: Test, makeFixture: () => Promise<StoreFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { connections } = fixture;

  t.test('what an authorization needs to know is found', async (t) => {
    const connection = await fixture.connection();
    const found = await connections.findToAuthorize(connection.organizationId, connection.connectionId);
    t.equal(found?.connectionConfigId, connection.connectionConfigId);
    t.equal(found?.environment, connection.environment);
    t.strictSame(JSON.parse(JSON.stringify(found?.definition)), JSON.parse(JSON.stringify(connection.definition)));
    t.ok(found?.definitionVersion);
    t.equal(found?.client?.rowId, connection.client?.rowId);
    t.equal(found?.client?.clientId, connection.client?.clientId);
    t.strictSame(
      found?.client?.secrets.map(({ rowId, value }) => [rowId, [...value.envelope]]),
      connection.client?.secrets.map(({ rowId, value }) => [rowId, [...value.envelope]]),
    );
    t.strictSame(found?.scopes, connection.scopes);
    t.strictSame({ ...found?.inputs }, { ...connection.inputs });
  });

  t.test('without client credentials there is no client', async (t) => {
    const connection = await fixture.connection({ client: 'none' });
    const found = await connections.findToAuthorize(connection.organizationId, connection.connectionId);
    t.ok(found);
    t.equal(found?.client, undefined);
  });

  t.test('nothing is found for another organization, nor where nothing is', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    t.equal(await connections.findToAuthorize(other.organizationId, connection.connectionId), undefined);
    t.equal(await connections.findToAuthorize(connection.organizationId, fixture.newId() as never), undefined);
  });

  t.test('a failed grant without a redirect is told, and the connection keeps what it has', async (t) => {
    const connection = await fixture.connection();
    const { organizationId, connectionId } = connection;
    const grantId = await connect(fixture, connection);
    const failure = { kind: 'failed', error: 'client_misconfigured', details: { error: 'invalid_client' } } as const;
    const event = { kind: 'authorization_failed', reason: 'client_misconfigured', details: failure.details } as const;
    await connections.recordFailure(organizationId, connectionId, failure, event);
    const seen = await fixture.look(connection);
    t.strictSame(seen.events, ['connected', 'authorization_failed']);
    t.equal(seen.status, 'active');
    t.equal(seen.lastFailure, 'client_misconfigured');
    t.equal((await read(fixture, connection))?.grant?.grantId, grantId);
    const other = await fixture.connection();
    await connections.recordFailure(other.organizationId, connectionId, failure, event);
    t.strictSame((await fixture.look(connection)).events.length, 2, 'nobody else writes into its log');
    await connect(fixture, connection);
    t.equal((await fixture.look(connection)).lastFailure, undefined, 'a success ends it');
  });

  t.test('disconnecting lets go of the grant at once', async (t) => {
    const connection = await fixture.connection();
    t.equal(await disconnect(fixture, connection), 'not_connected');
    const grantId = await connect(fixture, connection);
    t.equal(await disconnect(fixture, connection), 'disconnecting');
    const stored = await read(fixture, connection);
    t.equal(stored?.status, 'disconnecting');
    t.equal(stored?.grant, undefined);
    t.equal((await fixture.lookAtGrant(connection, grantId)).state, 'revoking');
    t.strictSame((await fixture.look(connection)).events, ['connected', 'disconnect_requested']);
  });

  t.test('disconnecting twice asks for one revocation', async (t) => {
    const connection = await fixture.connection();
    await connect(fixture, connection);
    const answers = await Promise.all([disconnect(fixture, connection), disconnect(fixture, connection)]);
    t.ok(answers.includes('disconnecting'));
    const { events } = await fixture.look(connection);
    t.equal(events.filter((kind) => kind === 'disconnect_requested').length, 1);
  });

  t.test('a connection in error is let go of too, and its reason with it', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claims = await fixture.grants.claimDue({
      holder: 'suite',
      limit: 1000,
      times: fixture.times,
      takeover: 'allowed',
    });
    const claim = claims.find((one) => one.grantId === grantId);
    if (!claim) throw new Error('the grant could not be claimed');
    const event = { kind: 'reauthorization_required', reason: 'grant_rejected' } as const;
    await fixture.grants.settle(claim, { outcome: 'terminal', error: { reason: 'grant_rejected', event } });
    t.equal(await disconnect(fixture, connection), 'disconnecting');
    const seen = await fixture.look(connection);
    t.equal(seen.status, 'disconnecting');
    t.equal(seen.reason, undefined);
  });

  t.test('nobody disconnects another organization’s connection', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    const grantId = await connect(fixture, connection);
    t.equal(await disconnect(fixture, { ...connection, organizationId: other.organizationId }), 'not_found');
    t.equal(await disconnect(fixture, { ...connection, connectionId: fixture.newId() as never }), 'not_found');
    t.equal((await read(fixture, connection))?.grant?.grantId, grantId);
  });

  t.test('a grant keeps the terms that it was minted with', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claims = await fixture.grants.claimDue({
      holder: 'suite',
      limit: 1000,
      times: fixture.times,
      takeover: 'allowed',
    });
    const claim = claims.find((one) => one.grantId === grantId);
    t.same(claim?.terms.server, termsOf(connection).server);
    t.same(claim?.requestedScopes, connection.scopes);
    t.same(claim?.context, {});
    t.equal(claim?.terms.redirectUri, termsOf(connection).redirectUri);
    t.equal(claim?.terms.clientId, connection.client?.clientId);
  });
}
