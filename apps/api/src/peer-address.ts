import { isIP, isIPv4 } from 'node:net';

/**
 * The caller's address as Postgres takes it; `undefined` for what a misconfigured proxy may send instead of one. An IPv4
 * address that a socket for both families shows as `::ffff:192.0.2.1` is the IPv4 address.
 */
export function peerAddress(request: { readonly ip: string }): string | undefined {
  const [address = ''] = request.ip.split('%'); // the zone of a link-local address
  const mapped = address.slice('::ffff:'.length);
  if (address.startsWith('::ffff:') && isIPv4(mapped)) return mapped;
  return isIP(address) === 0 ? undefined : address;
}
