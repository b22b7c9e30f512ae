import { isIP } from 'node:net';

/** The caller's address as Postgres takes it; `undefined` for what a misconfigured proxy may send instead of one. */
export function peerAddress(request: { readonly ip: string }): string | undefined {
  const [address = ''] = request.ip.split('%'); // the zone of a link-local address
  return isIP(address) === 0 ? undefined : address;
}
