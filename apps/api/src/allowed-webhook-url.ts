import { destinationRefusal } from '@latchkey/compose';
import type { ApiDeps } from './api-deps.js';
import { unprocessable } from './errors.js';

/**
 * The URL as it is kept, without a fragment. Throws a Problem for one that the egress guard would never call; where its
 * name leads to is looked at with each delivery.
 */
export function allowedWebhookUrl(deps: Pick<ApiDeps, 'egress'>, text: string): string {
  const refusal = destinationRefusal(deps.egress, text);
  if (refusal !== undefined) throw unprocessable('url', `cannot be called: ${refusal}`);
  const url = new URL(text);
  url.hash = '';
  return url.href;
}
