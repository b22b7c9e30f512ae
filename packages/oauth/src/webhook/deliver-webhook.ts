import type { HttpOutcome, Ports } from '../ports.js';
import type { Secret } from '../secret.js';
import { retryAfter } from '../token/retry-after.js';
import { formatId } from '../wire-id.js';
import { webhookBody } from './webhook-message.js';
import { webhookHeaders } from './webhook-signature.js';
import { afterFailure, type WebhookTimes } from './webhook-times.js';
import type { DeliveryError, DeliveryTry, WebhookDelivery, WebhookLane } from './webhooks-port.js';

/** Nothing of an answer is looked at but its status and Retry-After; one that is larger than this counts as failed. */
const maxResponseBytes = 256 * 1024;

/** Signs one message and sends it once; any 2xx takes it. `failures`: of the endpoint in a row, before this try. */
export async function deliverWebhook(
  ports: Pick<Ports, 'clock' | 'random' | 'transport'>,
  times: WebhookTimes,
  lane: Pick<WebhookLane, 'url'>,
  delivery: WebhookDelivery,
  signing: { readonly secrets: readonly Secret[]; readonly failures: number },
): Promise<DeliveryTry> {
  const body = webhookBody(delivery);
  const id = formatId('webhook_message', delivery.id);
  const seconds = Math.floor(ports.clock.epochMs() / 1000);
  const signed = await webhookHeaders({ id, seconds, body }, signing.secrets);
  const headers = { 'content-type': 'application/json', ...signed };
  const outcome = await ports.transport.send(
    { method: 'POST', url: lane.url, headers, body },
    { timeoutMs: times.requestTimeout, maxResponseBytes },
  );
  const error = errorOf(outcome);
  const answered = outcome.kind === 'response' ? outcome : undefined;
  const shown = {
    elapsedMs: Math.round(outcome.elapsedMs),
    ...(answered ? { status: answered.status } : {}),
  };
  if (error === undefined) return shown;
  const next = afterFailure(times, ports.random, {
    tries: delivery.attempts + 1,
    failures: signing.failures + 1,
    retryAfterSeconds: retryAfter(answered?.headers['retry-after']) ?? 0,
  });
  return { ...shown, failed: { ...next, error } };
}

function errorOf(outcome: HttpOutcome): DeliveryError | undefined {
  if (outcome.kind === 'not_sent') return outcome.cause.startsWith('egress_refused') ? 'egress_refused' : 'unreachable';
  if (outcome.kind === 'no_answer') return outcome.cause;
  const { status } = outcome;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return 'redirect';
  return status === 410 ? 'gone' : 'http_status';
}
