import type { PeerRegion } from '@latchkey/oauth';

/**
 * The product's own public base URLs, in every region, as a process is configured with them: no provider and no webhook
 * endpoint may be one of them.
 */
export function ownBaseUrls(read: {
  readonly CALLBACK_PUBLIC_URL: string;
  readonly WIZARD_PUBLIC_URL: string | undefined;
  readonly API_PUBLIC_URL: string | undefined;
  readonly LATCHKEY_PEERS: readonly PeerRegion[];
}): readonly string[] {
  const own = [read.CALLBACK_PUBLIC_URL, read.WIZARD_PUBLIC_URL, read.API_PUBLIC_URL];
  return [...own.filter((url) => url !== undefined), ...read.LATCHKEY_PEERS.map((peer) => peer.callbackUrl)];
}
