import type { ClockPort, RandomPort } from '../ports.js';
import { randomToken } from '../random.js';
import { reveal, type Secret } from '../secret.js';
import { valueAt } from './answer-path.js';
import { isPrivateKey } from './private-key.js';
import type { TokenSet } from './token-set.js';

/** The client of one request: its identifier and the one secret (or private key, or certificate) to try. */
export interface RequestClient {
  readonly clientId: string;
  readonly clientSecret?: Secret;
  /** The one to try when `clientSecret` is refused, while a rotation is under way. */
  readonly nextSecret?: Secret;
}

/** All that a request's templates may speak of besides the inputs that were frozen into them. */
export interface RequestValues {
  readonly client: RequestClient;
  /** Values of secret inputs. */
  readonly inputs?: Readonly<Record<string, Secret>>;
  /** What was learnt while connecting. */
  readonly context?: Readonly<Record<string, string>>;
  /** The current token set. */
  readonly tokens?: TokenSet;
  readonly request?: Readonly<
    Partial<Record<'code' | 'code_verifier' | 'redirect_uri' | 'scope' | 'state', Secret | string>>
  >;
}

/** The ports that building a request needs. */
export interface RequestPorts {
  readonly clock: Pick<ClockPort, 'epochMs'>;
  readonly random: RandomPort;
}

export type Lookup = (name: string) => string | undefined;

/** Finds what placeholders stand for; the moment and random values stay the same within one request. */
export function requestLookup(ports: RequestPorts, values: RequestValues): Lookup {
  const epochMs = ports.clock.epochMs();
  const drawn = new Map<string, string>();
  return (name) => {
    if (!name.includes('.')) return textOf(own(values.inputs, name));
    const space = name.slice(0, name.indexOf('.'));
    const rest = name.slice(space.length + 1);
    switch (space) {
      case 'client':
        return rest === 'id'
          ? values.client.clientId
          : rest === 'secret'
            ? sendable(textOf(values.client.clientSecret))
            : undefined;
      case 'context':
        return own(values.context, rest);
      case 'request':
        return textOf(own(values.request, rest));
      case 'token':
        return values.tokens && tokenMember(values.tokens, rest);
      case 'now':
        return moment(epochMs, rest);
      case 'random': {
        const value = drawn.get(rest) ?? draw(ports.random, rest);
        if (value !== undefined) drawn.set(rest, value);
        return value;
      }
      default:
        return undefined;
    }
  };
}

function own<T>(values: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A private key signs; it has no text that a template could send. */
function sendable(clientSecret: string | undefined): string | undefined {
  return clientSecret === undefined || isPrivateKey(clientSecret) ? undefined : clientSecret;
}

function textOf(value: Secret | string | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : reveal(value);
}

function tokenMember(tokens: TokenSet, path: string): string | undefined {
  if (path === 'access_token') return reveal(tokens.accessToken);
  if (path === 'refresh_token') return textOf(tokens.refreshToken);
  const value = valueAt(JSON.parse(reveal(tokens.members)), path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function moment(epochMs: number, unit: string): string | undefined {
  if (unit === 'seconds') return String(Math.floor(epochMs / 1000));
  if (unit === 'milliseconds') return String(Math.floor(epochMs));
  return unit === 'iso' ? new Date(epochMs).toISOString() : undefined;
}

function draw(random: RandomPort, kind: string): string | undefined {
  if (kind === 'token') return randomToken(random, 16);
  const octets = [...random.bytes(16)];
  if (kind === 'digits') return octets.map((octet) => String(octet % 10)).join('');
  if (kind !== 'uuid') return undefined;
  // RFC 9562 section 5.4.
  octets[6] = ((octets[6] as number) & 0x0f) | 0x40;
  octets[8] = ((octets[8] as number) & 0x3f) | 0x80;
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
