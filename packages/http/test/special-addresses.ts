import type { AddressKind } from '../src/index.js';

/**
 * What the guard must say of an address, written down a second time from IANA's registries of special-purpose addresses
 * and without the guard's library: the judge of its property tests. Networks are tried in order.
 */
export function expectedKind(address: bigint, bits: 32 | 128): AddressKind {
  const found = (bits === 32 ? networks4 : networks6).find(
    ({ base, length }) => address >> BigInt(bits - length) === base >> BigInt(bits - length),
  );
  if (bits === 128 && isIsatap(address)) return 'forbidden';
  return found?.kind ?? (bits === 32 ? 'public' : 'forbidden');
}

interface Network {
  readonly base: bigint;
  readonly length: number;
  readonly kind: AddressKind;
}

const table4: Readonly<Record<AddressKind, readonly string[]>> = {
  forbidden: [
    '168.63.129.16/32', // Azure
    '100.100.100.200/32', // Alibaba Cloud
    '0.0.0.0/8',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.31.196.0/24',
    '192.52.193.0/24',
    '192.88.99.0/24',
    '192.175.48.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  private: ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'],
  loopback: ['127.0.0.0/8'],
  public: [],
};

const table6: Readonly<Record<AddressKind, readonly (readonly [bigint, number])[]>> = {
  forbidden: [
    [0x2001_0000n << 96n, 23], // IETF protocol assignments: Teredo, benchmarking, AMT, ORCHID, …
    [0x2001_0db8n << 96n, 32],
    [0x2002n << 112n, 16], // 6to4
    [0x2620_004f_8000n << 80n, 48],
    [0x3fffn << 112n, 20],
    [0xfd00_0ec2n << 96n, 32], // AWS
    [0xfd20_00cen << 96n, 32], // Google Cloud
    [(0xfd00_0042n << 96n) + 0x42n, 128], // Scaleway
  ],
  private: [[0xfc00n << 112n, 7]],
  loopback: [[1n, 128]],
  public: [[0x2000n << 112n, 3]], // all else is reserved, mapped, translated or local
};

const order = ['forbidden', 'private', 'loopback', 'public'] as const;
const networks4 = order.flatMap((kind) =>
  table4[kind].map((text): Network => {
    const [base = '', length] = text.split('/');
    return { base: numberOf(base), length: Number(length), kind };
  }),
);
const networks6 = order.flatMap((kind) => table6[kind].map(([base, length]): Network => ({ base, length, kind })));

function isIsatap(address: bigint): boolean {
  const marker = (address >> 32n) & 0xffff_ffffn;
  return marker === 0x0000_5efen || marker === 0x0200_5efen;
}

function numberOf(dotted: string): bigint {
  return dotted.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

/** Both ends of every special network, and their neighbours outside: where mistakes are. */
export function edges(bits: 32 | 128): readonly bigint[] {
  const last = (1n << BigInt(bits)) - 1n;
  return (bits === 32 ? networks4 : networks6)
    .flatMap(({ base, length }) => {
      const end = base + (1n << BigInt(bits - length)) - 1n;
      return [base - 1n, base, end, end + 1n];
    })
    .filter((address) => address >= 0n && address <= last);
}

/** `192.0.2.1` */
export function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

/** Eight groups, nothing shortened: `2001:db8:0:0:0:0:0:1`. */
export function colonHex(address: bigint): string {
  return [7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n].map((group) => ((address >> (group * 16n)) & 0xffffn).toString(16)).join(':');
}

/** Every way to write an IPv4 address into an IPv6 one. */
export const embeddings: Readonly<Record<string, (address: bigint) => bigint>> = {
  'mapped (RFC 4291, 2.5.5.2)': (it) => (0xffffn << 32n) + it,
  'compatible (RFC 4291, 2.5.5.1)': (it) => it,
  'translated (RFC 2765)': (it) => (0xffff_0000n << 32n) + it,
  'NAT64 (RFC 6052)': (it) => (0x0064_ff9bn << 96n) + it,
  'NAT64, local use (RFC 8215)': (it) => (0x0064_ff9b_0001n << 80n) + it,
  '6to4 (RFC 3056)': (it) => (0x2002n << 112n) + (it << 80n) + 1n,
  'Teredo server (RFC 4380)': (it) => (0x2001_0000n << 96n) + (it << 64n) + 0xf7n,
  'Teredo client (RFC 4380)': (it) => (0x2001_0000_4136_e378n << 64n) + (it ^ 0xffff_ffffn),
  'ISATAP (RFC 5214)': (it) => (0x2a00_1450n << 96n) + (0x0000_5efen << 32n) + it,
  'ISATAP, universal': (it) => (0x2a00_1450n << 96n) + (0x0200_5efen << 32n) + it,
  'ISATAP, local': (it) => (0xfd12n << 112n) + (0x0000_5efen << 32n) + it,
};

const fullWidth = (text: string) => text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const octal = (part: bigint) => `0${part.toString(8)}`;
const hex = (part: bigint) => `0x${part.toString(16)}`;

/** Every way to write an IPv4 address as the host of a URL that WHATWG's parser, and so this product's, understands. */
export const spellings: Readonly<Record<string, (address: bigint) => string>> = {
  dotted,
  'decimal number': (it) => String(it),
  'hexadecimal number': hex,
  'octal number': octal,
  'octal parts': (it) =>
    dotted(it)
      .split('.')
      .map((part) => octal(BigInt(part)))
      .join('.'),
  'hexadecimal parts': (it) =>
    dotted(it)
      .split('.')
      .map((part) => hex(BigInt(part)).toUpperCase())
      .join('.'),
  'leading zeros': (it) =>
    dotted(it)
      .split('.')
      .map((part) => `000${Number(part).toString(8)}`)
      .join('.'),
  'two parts': (it) => `${it >> 24n}.${it & 0xff_ffffn}`,
  'three parts': (it) => `${it >> 24n}.${(it >> 16n) & 255n}.${it & 0xffffn}`,
  'mixed parts': (it) => `${hex(it >> 24n)}.${octal((it >> 16n) & 255n)}.${it & 0xffffn}`,
  'trailing dot': (it) => `${dotted(it)}.`,
  'full-width digits': (it) => fullWidth(dotted(it)),
  'full-width dots': (it) => dotted(it).replaceAll('.', '\uff0e'),
  'ideographic full stops': (it) => dotted(it).replaceAll('.', '\u3002'),
  'half-width ideographic full stops': (it) => dotted(it).replaceAll('.', '\uff61'),
  'percent-encoded': (it) => dotted(it).replace(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`),
  'soft hyphens': (it) => dotted(it).replaceAll('.', '.\u00ad'),
};
