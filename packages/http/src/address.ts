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
const metadataServices = new Set([
  '168.63.129.16', // Azure's wire server, a public address
  '100.100.100.200', // Alibaba Cloud
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google Cloud
]);

/** Total: any text has a kind. Brackets and zones are not understood, hence `forbidden`. */
export function addressKind(text: string): AddressKind {
  // Only the plain forms: parsers differ on octal, hexadecimal and short ones, and a URL's host is already plain.
  const plain = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
  if (!plain || text.includes('%')) return 'forbidden';
  const address = ipaddr.parse(text);
  if (metadataServices.has(address.toString())) return 'forbidden';
  if (address instanceof ipaddr.IPv6 && address.range() === 'unicast' && !isGlobalUnicast(address)) return 'forbidden';
  return kinds[address.range()] ?? 'forbidden';
}

/** Only 2000::/3 is assigned as global unicast (RFC 4291, 2.4), and ISATAP (RFC 5214) hides an IPv4 address in it. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  const parts = address.parts;
  const isatap = ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe;
  return ((parts[0] ?? 0) & 0xe000) === 0x2000 && !isatap;
}
