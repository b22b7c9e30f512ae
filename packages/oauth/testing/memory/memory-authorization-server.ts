import type { HttpRequest } from '../../src/ports.js';
import type { MemoryAnswer, MemoryHandler } from './memory-transport.js';

/** One consent at the server in memory and everything it led to. */
export interface Family {
  readonly name: string;
  /** The refresh token that is good now. */
  current: string;
  readonly spent: Set<string>;
  /** How often its tokens were renewed. */
  renewals: number;
  state: 'alive' | 'killed_by_reuse' | 'revoked';
}

export interface MemoryAuthorizationServer {
  readonly handler: MemoryHandler;
  readonly families: ReadonlyMap<string, Family>;
  /** Consents; the code is single use. */
  authorize(): { readonly code: string; readonly family: Family };
  /** The family that a refresh token or access token belongs to. */
  familyOf(token: string): Family | undefined;
  /** Refresh tokens in the order in which they were presented. */
  readonly presented: readonly string[];
  /** What every token request is answered while this is set, before anything is looked at. */
  instead: MemoryAnswer | undefined;
}

/**
 * An authorization server in memory: it rotates refresh tokens, and when a spent one comes back kills the family
 * (RFC 9700 section 4.14.2). It knows `POST /token` (client credentials too) and `POST /revoke`, and answers by its own ledger only.
 */
export function memoryAuthorizationServer(
  options: {
    readonly expiresIn?: number;
    readonly rotation?: 'every_time' | 'never';
    /**
     * What a spent refresh token does that comes back: kills its family, or `forks`: it is answered with a set that will
     * be refused, while the family goes on with the set that was given first (as of two nodes, of which one wins).
     */
    readonly reuse?: 'kills' | 'forks';
    /** What every token answer of a consent says besides. */
    readonly besides?: () => Readonly<Record<string, unknown>>;
  } = {},
): MemoryAuthorizationServer {
  const families = new Map<string, Family>();
  const byToken = new Map<string, Family>();
  const codes = new Map<string, Family>();
  const presented: string[] = [];
  let forks = 0;

  function issue(family: Family): MemoryAnswer {
    const access = `at-${family.name}-${family.renewals}`;
    byToken.set(access, family);
    return json(200, {
      access_token: access,
      refresh_token: family.current,
      token_type: 'bearer',
      expires_in: options.expiresIn ?? 3600,
      ...options.besides?.(),
    });
  }

  /** Tokens that look good and lead nowhere. */
  function fork(family: Family): MemoryAnswer {
    const name = `${family.name}-fork-${++forks}`;
    const expires_in = options.expiresIn ?? 3600;
    byToken.set(`rt-${name}`, family);
    return json(200, { access_token: `at-${name}`, refresh_token: `rt-${name}`, token_type: 'bearer', expires_in });
  }

  /** Without a refresh token (RFC 6749 section 4.4.3). */
  function issueToClient(): MemoryAnswer {
    const name = `c${families.size + 1}`;
    const family: Family = { name, current: '', spent: new Set(), renewals: 0, state: 'alive' };
    families.set(name, family);
    byToken.set(`at-${name}`, family);
    return json(200, { access_token: `at-${name}`, token_type: 'bearer', expires_in: options.expiresIn ?? 3600 });
  }

  function token(form: URLSearchParams): MemoryAnswer {
    if (server.instead) return server.instead;
    if (form.get('grant_type') === 'authorization_code') {
      const family = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      return family ? issue(family) : json(400, { error: 'invalid_grant' });
    }
    if (form.get('grant_type') === 'client_credentials') return issueToClient();
    const refreshToken = form.get('refresh_token') ?? '';
    presented.push(refreshToken);
    const family = byToken.get(refreshToken);
    if (options.reuse === 'forks' && family?.state === 'alive' && family.spent.has(refreshToken)) return fork(family);
    if (family?.spent.has(refreshToken) && family.state === 'alive') family.state = 'killed_by_reuse';
    if (family?.state !== 'alive' || family.current !== refreshToken) return json(400, { error: 'invalid_grant' });
    family.renewals++;
    if (options.rotation !== 'never') {
      family.spent.add(refreshToken);
      family.current = `rt-${family.name}-${family.renewals}`;
      byToken.set(family.current, family);
    }
    return issue(family);
  }

  const server: MemoryAuthorizationServer = {
    families,
    presented,
    instead: undefined,
    familyOf: (text) => byToken.get(text),
    authorize() {
      const name = `f${families.size + 1}`;
      const family: Family = { name, current: `rt-${name}-0`, spent: new Set(), renewals: 0, state: 'alive' };
      families.set(name, family);
      byToken.set(family.current, family);
      codes.set(`code-${name}`, family);
      return { code: `code-${name}`, family };
    },
    handler(request: HttpRequest) {
      const form = new URLSearchParams(request.body ?? '');
      if (request.url.endsWith('/token')) return token(form);
      if (!request.url.endsWith('/revoke')) return json(404, {});
      const family = byToken.get(form.get('token') ?? '');
      if (family) family.state = 'revoked';
      return json(200, {});
    },
  };
  return server;
}

function json(status: number, body: object): MemoryAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
