import type { PeerRegion, Regions } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { named } from './schema.js';

const Peer = Type.Object({
  region: Type.String({ examples: ['us'] }),
  residency: Type.String(),
  callbackUrl: Type.String({ description: 'Redirect URIs of that region begin with it.' }),
  forward: Type.Enum(['never', 'get'], {
    description: '`get`: an authorization response that belongs there and comes here by GET is sent on to it.',
  }),
});

export const RegionList = named(
  'RegionList',
  Type.Object({
    region: Type.String({ description: 'The region that answers you: its organizations live nowhere else.' }),
    residency: Type.String({ description: 'The residency group: nothing is ever sent on out of it.' }),
    callbackUrl: Type.String({ description: 'Redirect URIs of this region begin with it.' }),
    peers: Type.Array(Peer),
  }),
);

export function toRegionList(
  { region, residency, peers }: Regions,
  callbackPublicUrl: string,
): Static<typeof RegionList> {
  return { region, residency, callbackUrl: callbackPublicUrl, peers: peers.map((peer: PeerRegion) => ({ ...peer })) };
}
