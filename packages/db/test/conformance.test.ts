import type { Client, Definition, Notice, OrganizationId } from '@latchkey/oauth';
import {
  authorizationSessionsPortConformance,
  confirmationsPortConformance,
  conformanceTimes,
  connectionsPortConformance,
  deviceAuthorizationsPortConformance,
  grantsPortConformance,
  issuerPinsConformance,
  parkedResponsesPortConformance,
  type SeededConnection,
  type StoreFixture,
} from '@latchkey/oauth/testing';
import t from 'tap';
import {
  createAuthorizationSessions,
  createConfirmations,
  createConnections,
  createDeviceAuthorizations,
  createGrants,
  createParkedResponses,
  inTenantSql,
  newId,
  pauseClient,
  pauseServer,
  resumeClient,
  resumeServer,
} from '../src/index.js';
import { type OpenedFreshDatabase, openFreshDatabase, seedConnection } from '../src/testing/index.js';

// The ports on Postgres keep what ports.ts promises: the same suites that the memory ports pass.

/** Empty, to be used again. */
const spares: OpenedFreshDatabase[] = [];
t.teardown(() => Promise.all(spares.map((db) => db.close())));

/** Each call gives ports of an empty database; grants cross tenants, so they run as the worker. */
async function postgresFixture(): Promise<StoreFixture> {
  const db = spares.pop() ?? (await openFreshDatabase());
  const clock = { epochMs: () => Date.now(), monotonic: () => performance.now(), sleep: async () => undefined };
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const sql = (organizationId: OrganizationId, text: string, values: readonly unknown[]) =>
    inTenantSql(db.app, organizationId, (client) => client.query(text, [...values]));

  const told: string[] = [];
  const notices = {
    notice: (notice: Notice) => void ('host' in notice && told.push(`${notice.kind} ${notice.host}`)),
  };

  async function seed(): Promise<SeededConnection> {
    const seeded = await seedConnection(db.app);
    const { organizationId, connectionId, connectionConfigId, environment, clientRowId, clientSecretId } = seeded;
    const { rows } = await sql(
      organizationId,
      `SELECT cfg.definition, cfg.scopes, cl.client_id, cs.value
         FROM connection_config cfg JOIN client cl USING (organization_id) JOIN client_secret cs USING (organization_id)
        WHERE cfg.id = $1 AND cl.id = $2 AND cs.id = $3`,
      [connectionConfigId, clientRowId, clientSecretId],
    );
    const row = rows[0] as { definition: Definition; scopes: string[]; client_id: string; value: Uint8Array };
    const secret = {
      rowId: clientSecretId,
      value: { envelope: row.value } as unknown as Client['secrets'][0]['value'],
    };
    const client: Client = { rowId: clientRowId, clientId: row.client_id, secrets: [secret] };
    const { definition, scopes } = row;
    return { organizationId, connectionId, connectionConfigId, environment, definition, client, inputs: {}, scopes };
  }

  return {
    grants: createGrants(db.worker, clock, { notices }),
    connections: createConnections(db.app),
    authorizationSessions: createAuthorizationSessions(db.app),
    confirmations: createConfirmations(db.app),
    parkedResponses: createParkedResponses(db.app),
    deviceAuthorizations: createDeviceAuthorizations(db.worker, clock),
    times: conformanceTimes,
    newId,
    wait,
    async connection({ beside, client, inputs = {}, of } = {}) {
      if (beside) {
        const connectionId = newId<SeededConnection['connectionId']>();
        await sql(
          beside.organizationId,
          `INSERT INTO connection (organization_id, id, connection_config_id, environment, level, instance_id, label)
           SELECT organization_id, $2, connection_config_id, environment, level, instance_id, $3
             FROM connection WHERE id = $1`,
          [beside.connectionId, connectionId, connectionId],
        );
        if (of === 'another_customer')
          await sql(
            beside.organizationId,
            `WITH new_customer AS (INSERT INTO customer (organization_id, id, external_id, name)
               VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, 'Another') RETURNING id)
             UPDATE connection SET level = 'customer', instance_id = NULL, customer_id = new_customer.id
               FROM new_customer WHERE connection.id = $2`,
            [beside.organizationId, connectionId],
          );
        return { ...beside, connectionId };
      }
      const seeded = await seed();
      const { organizationId, connectionId, connectionConfigId } = seeded;
      for (const [name, value] of Object.entries(inputs))
        await sql(organizationId, 'INSERT INTO connection_input VALUES ($1, $2, $3, $4)', [
          ...[organizationId, connectionId, name, value],
        ]);
      if (client === undefined) return { ...seeded, inputs };
      await sql(
        organizationId,
        'UPDATE connection_config_environment SET client_row_id = NULL WHERE connection_config_id = $1',
        [connectionConfigId],
      );
      return { ...seeded, inputs, client: undefined };
    },
    async look({ connectionId }) {
      const { rows } = await db.admin.query(
        `SELECT status, reason, last_failure_error, ARRAY(SELECT kind FROM connection_event e WHERE e.connection_id = c.id ORDER BY e.id) AS events
           FROM connection c WHERE id = $1`,
        [connectionId],
      );
      const { status, reason, last_failure_error, events } = rows[0];
      const failed = last_failure_error === null ? {} : { lastFailure: last_failure_error };
      return { status, ...(reason === null ? {} : { reason }), ...failed, events };
    },
    async lookAtClient({ client, organizationId }) {
      const { rows } = await db.admin.query(
        `SELECT state, ARRAY(SELECT type FROM webhook_outbox o WHERE o.organization_id = $2 AND o.type LIKE 'client.%' ORDER BY o.id) AS events
           FROM client WHERE id = $1`,
        [client?.rowId, organizationId],
      );
      return rows[0];
    },
    async lookAtGrant(_, grantId) {
      const { rows } = await db.admin.query(
        `SELECT state, (SELECT count(*)::int FROM grant_token k WHERE k.grant_id = g.id)
           + (SELECT count(*)::int FROM grant_alternate a WHERE a.grant_id = g.id) AS tokens
           FROM "grant" g WHERE id = $1`,
        [grantId],
      );
      return { state: rows[0].state, tokens: rows[0].tokens > 0 ? 'kept' : 'deleted' };
    },
    otherProcess: () => createGrants(db.worker, clock, { notices }),
    pause: async (what) =>
      void ('host' in what ? await pauseServer(db.worker, what.host) : await pauseClient(db.worker, what.client)),
    resume: async (what) =>
      void ('host' in what ? await resumeServer(db.worker, what.host) : await resumeClient(db.worker, what.client)),
    told: () => told,
    async close() {
      await db.empty();
      spares.push(db);
    },
  };
}

t.test('grants', (t) => grantsPortConformance(t, postgresFixture));
t.test('authorization sessions', (t) => authorizationSessionsPortConformance(t, postgresFixture));
t.test('pinned issuers', (t) => issuerPinsConformance(t, postgresFixture));
t.test('device authorizations', (t) => deviceAuthorizationsPortConformance(t, postgresFixture));
t.test('parked responses', (t) => parkedResponsesPortConformance(t, postgresFixture));
t.test('confirmations', (t) => confirmationsPortConformance(t, postgresFixture));
t.test('connections', (t) => connectionsPortConformance(t, postgresFixture));
