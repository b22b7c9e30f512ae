import type { RandomPort } from '../ports.js';
import { reveal, type Secret, secret } from '../secret.js';

const prefix = 'whsec_';
const secretBytes = 32;

/** A new signing secret as vendors are given it: `whsec_` and 32 random octets in base64 (Standard Webhooks). */
export function newWebhookSecret(random: RandomPort): Secret {
  return secret(`${prefix}${base64(random.bytes(secretBytes))}`);
}

/**
 * The headers of one try (Standard Webhooks): the message's id, the seconds since 1970, and `v1,` with the HMAC-SHA256 of
 * `id.timestamp.body` for each secret that is live, so that a vendor may verify with either while they change it.
 */
export async function webhookHeaders(
  message: { readonly id: string; readonly seconds: number; readonly body: string },
  secrets: readonly Secret[],
): Promise<Readonly<Record<string, string>>> {
  const signed = new TextEncoder().encode(`${message.id}.${message.seconds}.${message.body}`);
  const signatures = await Promise.all(secrets.map((one) => sign(one, signed)));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.seconds),
    'webhook-signature': signatures.join(' '),
  };
}

async function sign(signingSecret: Secret, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const octets = Uint8Array.from(atob(reveal(signingSecret).slice(prefix.length)), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `v1,${base64(new Uint8Array(await crypto.subtle.sign({ name: 'HMAC' }, key, signed)))}`;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
