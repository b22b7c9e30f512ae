import { type CallbackPlace, callbackUrl } from '../redirect/redirect-uri.js';

/** Another complete stack with a database of its own, as this one's configuration knows it. */
export interface PeerRegion {
  readonly region: string;
  /** Regions of one residency group may hand authorization responses to each other; data never leaves the group. */
  readonly residency: string;
  /** Public base URL of its callback door, without a slash at its end. */
  readonly callbackUrl: string;
  /** `get`: a response that belongs there is sent on, when it came by GET. */
  readonly forward: 'never' | 'get';
}

/** Which region this stack is, and which others it knows. */
export interface Regions {
  readonly region: string;
  readonly residency: string;
  readonly peers: readonly PeerRegion[];
}

/** What becomes of an authorization response whose state was made in another region. Its code is redeemed nowhere here. */
export type OtherRegion =
  /** The browser is sent on to the region that holds its session, and its cookie. */
  | { readonly kind: 'forward'; readonly url: string }
  /** A page that names the redirect URI that should have been registered. */
  | { readonly kind: 'known'; readonly region: string; readonly callbackUrl: string }
  | { readonly kind: 'unknown' };

/** The last segment of the path at which a region takes what another one sent on; nothing is sent on from there. */
export const forwardedSegment = 'forwarded';

/**
 * Decides it: a peer that is allow-listed gets it, unless it came by POST, was sent on already (two regions that take each
 * other for a third would send it to and fro), or the peer is of another residency group.
 */
export function answerForOtherRegion(
  regions: Regions,
  response: CallbackPlace & {
    /** Of the state. */
    readonly region: string;
    /** The query as it came, without the question mark. */
    readonly query: string;
    readonly arrived: 'get' | 'post' | 'forwarded';
  },
): OtherRegion {
  const { region, connectionConfigId, environment, serverSegment, query, arrived } = response;
  const peer = regions.peers.find((one) => one.region === region);
  if (!peer || region === regions.region) return { kind: 'unknown' };
  const url = callbackUrl(peer.callbackUrl, connectionConfigId, environment, serverSegment);
  const mayGo = peer.forward === 'get' && arrived === 'get' && peer.residency === regions.residency;
  return mayGo
    ? { kind: 'forward', url: `${url}/${forwardedSegment}?${query}` }
    : { kind: 'known', region, callbackUrl: url };
}
