import { BlockList, isIP } from 'node:net';

const bits = { 4: 32, 6: 128 } as const;

interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** What is wrong with a network in CIDR notation (RFC 4632, RFC 4291 section 2.3), in words that follow its name. */
export function cidrProblem(text: string): string | undefined {
  if (/^::ffff:/i.test(text)) return 'must be written as the IPv4 network that it is';
  return parse(text) ? undefined : 'must be a network such as 203.0.113.0/24 or 2001:db8::/32';
}

/** The addresses of these networks. Throws a TypeError for text that {@link cidrProblem} refuses. */
export function addressesOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of cidrs) {
    const network = parse(text);
    if (!network) throw new TypeError('that is no network');
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return list;
}

/** Whether an address lies in the networks. */
export function isAllowed(addresses: BlockList, address: string | undefined): boolean {
  return address !== undefined && addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether the whole of a network lies in one of the others. */
export function isWithin(text: string, outer: readonly string[]): boolean {
  const network = parse(text);
  if (!network) return false;
  return outer.some((one) => {
    const around = parse(one);
    if (!around || around.family !== network.family || around.prefix > network.prefix) return false;
    return addressesOf([one]).check(network.address, network.family);
  });
}

function parse(text: string): Network | undefined {
  const [, address = '', digits = ''] = /^([0-9a-fA-F.:]{2,45})\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if ((version !== 4 && version !== 6) || prefix > bits[version]) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
