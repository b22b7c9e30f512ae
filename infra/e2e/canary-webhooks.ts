import { type ReceivedWebhook, startWebhookReceiver } from '@latchkey/oauth/testing';
import { Webhook } from 'standardwebhooks';
import type { Test } from 'tap';
import type { CanaryVendor } from './canary-vendor.js';
import type { KnownSecrets } from './known-secrets.js';
import { until } from './until.js';

/** The vendor's webhook endpoint, registered over the API. */
export interface CanaryWebhooks {
  /** Looks at what came: every message is verified, and those of the walk are there. Answers their bodies. */
  expectWebhooks(t: Test, workerPrivateUrl: string): Promise<readonly string[]>;
}

const walked = ['connected', 'authorization_failed', 'disconnected', 'revoked', 'reauthorization_required'];

export async function startCanaryWebhooks(
  t: Test,
  { done }: CanaryVendor,
  secrets: KnownSecrets,
): Promise<CanaryWebhooks> {
  const receiver = await startWebhookReceiver();
  t.teardown(() => receiver.close());
  const { answer, json } = await done('POST', '/v1/webhook-endpoints', { url: receiver.url });
  secrets.add('webhook secret', json.secret, answer);
  const verifier = new Webhook(json.secret);
  const verified = ({ body, headers }: ReceivedWebhook) => verifier.verify(body, headers) as { readonly type: string };
  return {
    async expectWebhooks(t, workerPrivateUrl) {
      const isThere = (type: string) => receiver.received.some((one) => one.type === `connection.${type}`);
      await until('the webhooks of the walk', () => walked.every(isThere), 60);
      t.ok(receiver.received.every((message) => verified(message).type.startsWith('connection.')));
      const metrics = await (await fetch(`${workerPrivateUrl}/metrics`)).text();
      t.match(metrics, /^latchkey_webhook_deliveries_total\{outcome="delivered"\} [1-9]/m);
      t.match(metrics, /^latchkey_webhook_oldest_seconds \d/m);
      await done('GET', `/v1/webhook-endpoints/${json.id}/deliveries`);
      return receiver.received.map((message) => message.body);
    },
  };
}
