import { isIP } from 'node:net';
import type { Variable } from '@latchkey/process';

/** Addresses of DNS servers, each with a port or without, separated by commas; IPv6 with a port in brackets. */
export function dnsServers(about: string): Variable<readonly string[]> {
  return {
    about,
    parse(text) {
      const servers = text.split(',').map((one) => one.trim());
      if (!servers.every(isServer)) throw new Error('must be addresses, not names');
      return servers;
    },
  };
}

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, address = '', port = ''] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(text) ?? [];
  return isIP(address) === (text.startsWith('[') ? 6 : 4) && Number(port) <= 65_535;
}
