import type { Test } from 'tap';
import { pinnedEndpoint } from '../../src/callback/issuer-pin.js';
import { expectedIssuer, type PinnedIssuer, pinAfter } from '../../src/callback/pinned-issuer.js';
import { seededRandom } from '../memory/seeded-random.js';
import { returnOf, startSession } from './start-session.js';
import { connect, type SeededConnection, type StoreFixture, termsOf } from './store-fixture.js';

/** What a store makes of the `iss` of successes: the engine's rule, by statements of its own. */
export async function issuerPinsConformance(t: Test, makeFixture: () => Promise<StoreFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());

  /** A success of this connection. */
  async function succeed(connection: SeededConnection, issuer: string | undefined): Promise<void> {
    const { connectionConfigId, environment } = connection;
    const authorizationEndpoint = pinnedEndpoint(termsOf(connection).server);
    const place = { connectionConfigId, environment, authorizationEndpoint };
    const pin = { ...place, ...(issuer === undefined ? {} : { issuer }) };
    await connect(fixture, connection, { pin });
  }

  /** The pin that a response for this connection is held to. */
  async function pinned(connection: SeededConnection): Promise<string | undefined> {
    const { server: configured, ...terms } = termsOf(connection);
    const { issuer: _, ...server } = configured;
    const session = await startSession(fixture, connection, { terms: { ...terms, server } });
    const consumed = await fixture.authorizationSessions.consume(returnOf(session));
    if (consumed.kind !== 'consumed') throw new Error(`not consumed but ${consumed.kind}`);
    return consumed.session.pinnedIssuer;
  }

  t.test('whatever successes bring, the pin is what the rule says', async (t) => {
    const random = seededRandom(7);
    const draw = (count: number) => (random.bytes(1)[0] as number) % count;
    for (let games = 0; games < 6; games++) {
      const first = await fixture.connection();
      const another = await fixture.connection({ beside: first, of: 'another_customer' });
      const players = [
        { connection: first, by: 'one' },
        { connection: await fixture.connection({ beside: first }), by: 'one' },
        { connection: another, by: 'two' },
        { connection: await fixture.connection({ beside: first, of: 'another_customer' }), by: 'three' },
      ];
      let pin: PinnedIssuer | undefined;
      for (let steps = 0; steps < 5; steps++) {
        const { connection, by } = players[draw(players.length)] as (typeof players)[number];
        const issuer = [undefined, 'https://a.example', 'https://b.example'][draw(3)];
        await succeed(connection, issuer);
        const { connectionId } = connection;
        pin = pinAfter(pin, { ...(issuer === undefined ? {} : { issuer }), by, connectionId });
        for (const { connection } of players)
          t.equal(
            await pinned(connection),
            expectedIssuer(pin, connection.connectionId),
            `${by} brings ${issuer}: ${JSON.stringify(pin)}`,
          );
      }
    }
  });

  t.test('two successes at once are two', async (t) => {
    const first = await fixture.connection();
    const customers = [first];
    for (let more = 0; more < 3; more++)
      customers.push(await fixture.connection({ beside: first, of: 'another_customer' }));
    await Promise.all(customers.slice(0, 2).map((connection) => succeed(connection, 'https://a.example')));
    t.equal(await pinned(customers[2] as SeededConnection), 'https://a.example');
    await Promise.all(customers.slice(2).map((connection) => succeed(connection, 'https://b.example')));
    t.equal(await pinned(customers[2] as SeededConnection), 'https://a.example', 'a firm one stays');
  });
}
