import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whom an address counts as: an IPv4 address itself, of an IPv6 address the first 64 bits, which is the least that one
 * customer of a network has (RFC 6177). Anything else is counted as one caller.
 */
export function callerOf(ip: string): string {
  const [address = ''] = ip.split('%');
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped;
  if (!isIPv6(address)) return 'unknown';
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
