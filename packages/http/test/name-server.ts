import { createSocket, type RemoteInfo } from 'node:dgram';
import { promises as dns, type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { LookupFunction } from 'node:net';

const types = { A: 1, TXT: 16, AAAA: 28 } as const;
const failures = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

export type RecordType = keyof typeof types;

/** What one question is answered: records (addresses, or texts of TXT records), a failure, or nothing at all. */
export type Answer = readonly string[] | keyof typeof failures | 'silence';

/** A name server (RFC 1035) on a loopback port of its own, for tests: it can change its mind, as an attacker's does. */
export interface NameServer {
  readonly port: number;
  /** Every question so far, in order: `idp.example A`. */
  readonly questions: readonly string[];
  /** What a name is answered: the first of these to the first question of that type, and so on; the last for ever. */
  answers(name: string, type: RecordType, ...inTurn: readonly Answer[]): void;
  /** A resolver that asks nobody else. */
  readonly resolver: dns.Resolver;
  /** For the egress guard: asks this server for both families. */
  readonly lookup: LookupFunction;
  close(): void;
}

/** Starts one; names that nothing was said of do not exist. */
export async function startNameServer(): Promise<NameServer> {
  const scripts = new Map<string, { readonly inTurn: readonly Answer[]; asked: number }>();
  const questions: string[] = [];
  const socket = createSocket('udp4');
  const answer = (query: Buffer, from: RemoteInfo) => {
    const asked = questionOf(query);
    const type = (Object.keys(types) as RecordType[]).find((name) => types[name] === asked.type);
    const key = `${asked.name.toLowerCase()} ${type ?? asked.type}`;
    questions.push(key);
    const script = scripts.get(key);
    const known = [...scripts.keys()].some((it) => it.startsWith(`${asked.name.toLowerCase()} `));
    const said = script ? script.inTurn[Math.min(script.asked++, script.inTurn.length - 1)] : known ? [] : 'NXDOMAIN';
    if (said === undefined || said === 'silence') return;
    socket.send(responseTo(query, asked.end, type ?? 'A', said), from.port, from.address);
  };
  socket.on('message', answer);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return {
    port,
    questions,
    answers: (name, type, ...inTurn) => void scripts.set(`${name} ${type}`, { inTurn, asked: 0 }),
    resolver,
    lookup: lookupBy(resolver),
    close() {
      resolver.cancel();
      socket.close();
    },
  };
}

/** The system's look-up, in the form that sockets and the guard take it, but by one resolver. */
function lookupBy(resolver: dns.Resolver): LookupFunction {
  return (hostname, options, callback) => {
    const found = async (family: 4 | 6): Promise<LookupAddress[]> => {
      const addresses = await (family === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname));
      return addresses.map((address) => ({ address, family }));
    };
    void Promise.allSettled([found(6), found(4)]).then((results) => {
      const all = results.flatMap((it) => (it.status === 'fulfilled' ? it.value : []));
      const [first] = all;
      if (!first) {
        const failed = results.find((it) => it.status === 'rejected');
        return callback(failed?.reason ?? Object.assign(new Error('ENODATA'), { code: 'ENODATA' }), '');
      }
      if (options.all === true) callback(null, all);
      else callback(null, first.address, first.family);
    });
  };
}

/** The first question of a query (RFC 1035 section 4.1.2), and where it ends. */
function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function responseTo(query: Buffer, end: number, type: RecordType, said: Exclude<Answer, 'silence'>): Buffer {
  const records = typeof said === 'string' ? [] : said;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 + (typeof said === 'string' ? failures[said] : 0), 2); // an authoritative response
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...records.map((text) => record(type, text))]);
}

function record(type: RecordType, text: string): Buffer {
  const data = type === 'A' ? octets4(text) : type === 'AAAA' ? octets6(text) : characterStrings(text);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name of the question (section 4.1.4)
  head.writeUInt16BE(types[type], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6); // never to be kept: the next question is asked again
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const octets4 = (text: string) => Buffer.from(text.split('.').map(Number));

/** Groups may be shortened by one `::`. */
function octets6(text: string): Buffer {
  const [front = '', back] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const zeros = Array.from({ length: 8 - groups(front).length - groups(back ?? '').length }, () => '0');
  const all = back === undefined ? groups(front) : [...groups(front), ...zeros, ...groups(back)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** A TXT record is strings of at most 255 octets, to be read as one (RFC 1035 section 3.3.14). */
function characterStrings(text: string): Buffer {
  const octets = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < octets.length; at += 255) {
    const part = octets.subarray(at, at + 255);
    parts.push(Buffer.of(part.length), part);
  }
  return Buffer.concat(parts);
}
