import type { ConnectionConfigId } from '../ids.js';
import { formatId } from '../wire-id.js';

/**
 * The redirect_uri (RFC 6749 section 3.1.2) of a connection config in an environment: each has its own, so that a
 * response can arrive only where its flow was made for.
 */
export function callbackUrl(publicBaseUrl: string, configId: ConnectionConfigId, environment: string): string {
  const base = publicBaseUrl.replace(/\/+$/, '');
  return `${base}/callback/${formatId('connection_config', configId)}/${encodeURIComponent(environment)}`;
}
