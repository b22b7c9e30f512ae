import ipaddr from 'ipaddr.js';

/**
 * Where an IP address leads: `public`; `private` (an organization's own network: RFC 1918, carrier-grade NAT, IPv6
 * unique local), `loopback`, or `forbidden` (link-local with the metadata services, mapped and tunnelled forms,
 * multicast, reserved, or no address at all).
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

const kinds: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  private: 'private',
  carrierGradeNat: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
};

/** Metadata services that lie in ranges which are otherwise allowed, or may be listed. */
const metadataServices = [
  '168.63.129.16/32', // Azure's wire server, a public address
  '100.100.100.200/32', // Alibaba Cloud
  'fd00:ec2::/32', // AWS: metadata, credentials of pods, name server
  'fd20:ce::/32', // Google Cloud
  'fd00:42::42/128', // Scaleway
].map((text) => ipaddr.parseCIDR(text));

/** Total: any text has a kind. Brackets and zones are not understood, hence `forbidden`. */
export function addressKind(text: string): AddressKind {
  // Only the plain forms: parsers differ on octal, hexadecimal and short ones, and a URL's host is already plain.
  const plain = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
  if (!plain || text.includes('%')) return 'forbidden';
  const address = ipaddr.parse(text);
  if (metadataServices.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits)))
    return 'forbidden';
  if (address instanceof ipaddr.IPv6 && !isPlainIPv6(address)) return 'forbidden';
  return kinds[address.range()] ?? 'forbidden';
}

/** Only 2000::/3 is assigned as global unicast (RFC 4291, 2.4); ISATAP (RFC 5214) hides an IPv4 address behind any prefix. */
function isPlainIPv6(address: ipaddr.IPv6): boolean {
  const { parts } = address;
  if (((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe) return false;
  return address.range() !== 'unicast' || ((parts[0] ?? 0) & 0xe000) === 0x2000;
}
