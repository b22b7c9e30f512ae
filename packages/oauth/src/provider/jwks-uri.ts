import type { ConnectionConfigId } from '../ids.js';
import { formatId } from '../wire-id.js';

/**
 * Where the public keys of a connection config's client in an environment are published as a JWK Set (RFC 7517), for
 * `jwks_uri` of its registration (RFC 7591 section 2).
 */
export function jwksUri(publicBaseUrl: string, configId: ConnectionConfigId, environment: string): string {
  const base = publicBaseUrl.replace(/\/+$/, '');
  return `${base}/.well-known/${formatId('connection_config', configId)}/${encodeURIComponent(environment)}/jwks.json`;
}
