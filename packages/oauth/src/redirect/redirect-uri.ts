import type { AuthorizationSession } from '../authorize/authorization-session.js';
import type { ConnectionConfigId } from '../ids.js';
import { formatId } from '../wire-id.js';

/** Which redirect URI a response arrived at, or a flow was made for. */
export interface CallbackPlace {
  readonly connectionConfigId: ConnectionConfigId;
  readonly environment: string;
  /** The path's third segment, where an input chooses the authorization server (`serverSegment`). */
  readonly serverSegment?: string | undefined;
}

/**
 * The redirect_uri (RFC 6749 section 3.1.2) of a connection config in an environment: each has its own, so that a
 * response can arrive only where its flow was made for. Where an input chooses the authorization server, so has each
 * server (RFC 9700 section 4.4.2).
 */
export function callbackUrl(
  publicBaseUrl: string,
  configId: ConnectionConfigId,
  environment: string,
  serverSegment?: string,
): string {
  const base = publicBaseUrl.replace(/\/+$/, '');
  const url = `${base}/callback/${formatId('connection_config', configId)}/${encodeURIComponent(environment)}`;
  return serverSegment === undefined ? url : `${url}/${serverSegment}`;
}

/** The third segment of a redirect URI of ours; `undefined` where it has none, or its definition fixed it. */
export function serverSegmentOf(redirectUri: string): string | undefined {
  return /\/callback\/cfg_[0-9a-f]{32}\/[^/?#]+\/([\w-]{22})$/.exec(redirectUri)?.[1];
}

/** Whether a flow was made for this place, so that its response may arrive here. */
export function isMadeFor(
  session: Pick<AuthorizationSession, 'connectionConfigId' | 'environment' | 'terms'>,
  { connectionConfigId, environment, serverSegment }: CallbackPlace,
): boolean {
  return (
    session.connectionConfigId === connectionConfigId &&
    session.environment === environment &&
    serverSegmentOf(session.terms.redirectUri) === serverSegment
  );
}
