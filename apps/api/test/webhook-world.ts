import { createWebhooks, type Database, inTenant, newId, openDatabase, recordEventInTransaction } from '@latchkey/db';
import {
  type ConnectionEventKind,
  type DeliveryReport,
  deliverDueWebhooks,
  type WebhookPorts,
  webhookTimes,
} from '@latchkey/oauth';
import { startWebhookReceiver, type WebhookReceiver } from '@latchkey/oauth/testing';
import pg from 'pg';
import type { Test } from 'tap';
import { openWorld, type Tenant, type World } from './world.js';

/** An endpoint that was registered over the API, and the server behind it. */
export interface Endpoint {
  readonly receiver: WebhookReceiver;
  readonly id: string;
  readonly path: string;
  readonly secret: string;
}

/** The API's world with a worker that delivers when it is told to. */
export interface WebhookWorld extends World {
  /** As superuser: for looking, and for letting time pass. */
  readonly admin: pg.Pool;
  readonly workerDb: Database;
  /** The worker's; another process has its own. */
  readonly webhookPorts: WebhookPorts;
  register(t: Test, options?: { readonly tenant?: Tenant; readonly body?: object }): Promise<Endpoint>;
  /** Commits these events of one new connection, each in a transaction of its own, in this order; answers its id. */
  tell(kinds: readonly ConnectionEventKind[], tenant?: Tenant): Promise<string>;
  /** One tick: answers what became of each try once all turns are over. */
  deliver(ports?: WebhookPorts): Promise<readonly DeliveryReport[]>;
  /** Everything that waits for a try is due, and every lease is over. */
  letTimePass(): Promise<void>;
}

export async function openWebhookWorld(): Promise<WebhookWorld> {
  const world = await openWorld();
  const workerDb = openDatabase({ url: world.workerUrl, poolMax: 6, applicationName: 'webhooks-test' });
  const admin = new pg.Pool({ connectionString: world.adminUrl, max: 1 });
  const webhookPorts = { ...world.workerPorts(workerDb), webhooks: createWebhooks(workerDb) };
  return {
    ...world,
    admin,
    workerDb,
    webhookPorts,
    async register(t, { tenant = world.acme, body = {} } = {}) {
      const receiver = await startWebhookReceiver();
      t.teardown(() => receiver.close());
      const { key } = tenant;
      const made = await world.call('POST', '/webhook-endpoints', { key, body: { url: receiver.url, ...body } });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      const { id, secret } = made.body;
      const path = `/webhook-endpoints/${id}`;
      t.teardown(() => world.call('DELETE', path, { key }));
      return { receiver, id, path, secret };
    },
    async tell(kinds, { organizationId } = world.acme) {
      const connectionId = newId();
      for (const kind of kinds)
        await inTenant(world.db, organizationId, (tx) =>
          recordEventInTransaction(tx, { organizationId, connectionId }, { kind }),
        );
      return connectionId;
    },
    async deliver(ports = webhookPorts) {
      const reports: DeliveryReport[] = [];
      await ports.webhooks.fanOut(500);
      const onReport = (report: DeliveryReport) => void reports.push(report);
      const work = await deliverDueWebhooks(ports, {
        times: webhookTimes,
        slots: 20,
        onReport,
        onEnded: () => undefined,
      });
      await work.settled;
      return reports;
    },
    async letTimePass() {
      await admin.query("UPDATE webhook_delivery SET due_at = now() - interval '1 second' WHERE state = 'pending'");
      await admin.query(
        `UPDATE webhook_endpoint SET due_at = CASE WHEN due_at IS NULL THEN NULL ELSE now() - interval '1 second' END,
           lane_until = CASE WHEN lane_until IS NULL THEN NULL ELSE now() - interval '1 second' END`,
      );
    },
    async close() {
      await Promise.all([admin.end(), workerDb.close()]);
      await world.close();
    },
  };
}
