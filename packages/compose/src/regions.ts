import { type PeerRegion, type Regions, regionName } from '@latchkey/oauth';
import { StartError, type Variable } from '@latchkey/process';

const named = (text: string) => {
  if (!regionName.test(text)) throw new Error('must be at most 32 of a-z, 0-9 and hyphens');
  return text;
};

/** A region's or residency group's name. */
export function regionText(about: string): Variable<string> {
  return { about, parse: named };
}

const members = new Set(['region', 'residency', 'callbackUrl', 'forward']);

/** Other regions as JSON: `[{"region": "us", "residency": "us", "callbackUrl": "https://oauth2.us.example.com"}]`. */
export function peerRegions(about: string): Variable<readonly PeerRegion[]> {
  return {
    about,
    parse(text) {
      let list: unknown;
      try {
        list = JSON.parse(text);
      } catch {
        throw new Error('must be JSON');
      }
      if (!Array.isArray(list)) throw new Error('must be a list');
      return list.map((item, index) => {
        try {
          return peerOf(item);
        } catch (error) {
          throw new Error(`has an item (${index}) that ${(error as Error).message}`);
        }
      });
    },
  };
}

function peerOf(item: unknown): PeerRegion {
  if (typeof item !== 'object' || item === null) throw new Error('is no object');
  const given = item as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => !members.has(name));
  if (unknown !== undefined) throw new Error('has a member besides region, residency, callbackUrl and forward');
  const { region, residency = region, callbackUrl, forward = 'never' } = given;
  if (typeof region !== 'string' || typeof residency !== 'string' || !regionName.test(region))
    throw new Error('names no region: at most 32 of a-z, 0-9 and hyphens');
  if (!regionName.test(residency)) throw new Error('names no residency group: at most 32 of a-z, 0-9 and hyphens');
  if (typeof callbackUrl !== 'string' || !isOrigin(callbackUrl))
    throw new Error('has no callbackUrl that is scheme and host alone, as https://oauth2.us.example.com');
  if (forward !== 'never' && forward !== 'get') throw new Error('has a forward that is neither "never" nor "get"');
  return { region, residency, callbackUrl: new URL(callbackUrl).origin, forward };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href && /^https?:\/\/[^/\\]+\/?$/.test(text);
}

/**
 * This stack among its peers. Throws a StartError when they contradict each other: a peer that is named twice or like this
 * region, one to which forwarding is switched on across residency groups, or plain http without loopback.
 */
export function joinRegions(read: {
  readonly LATCHKEY_REGION: string;
  readonly LATCHKEY_RESIDENCY: string | undefined;
  readonly LATCHKEY_PEERS: readonly PeerRegion[];
  readonly LATCHKEY_LOOPBACK: 'development' | 'never';
}): Regions {
  const { LATCHKEY_REGION: region, LATCHKEY_RESIDENCY: residency = region, LATCHKEY_PEERS: peers } = read;
  const names = peers.map((peer) => peer.region);
  const refuse = (what: string) => {
    throw new StartError(`LATCHKEY_PEERS ${what}.`);
  };
  if (names.includes(region)) refuse(`lists ${region}, which is LATCHKEY_REGION: list the other regions only`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) refuse(`lists ${twice} twice`);
  for (const peer of peers) {
    if (peer.forward === 'get' && peer.residency !== residency)
      refuse(
        `forwards to ${peer.region} of the residency group ${peer.residency}, which is not ${residency}: "forward" must be "never" there`,
      );
    if (read.LATCHKEY_LOOPBACK === 'never' && !peer.callbackUrl.startsWith('https:'))
      refuse(`has a callbackUrl of ${peer.region} that is not https`);
  }
  return { region, residency, peers };
}
