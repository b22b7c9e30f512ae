import { needsReauthorization, type Reason } from '../connection/status.js';
import type { ConnectionId, GrantId, OrganizationId } from '../ids.js';
import type { Ports, StoredAccess, TargetedClaim } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { drainSpool } from '../refresh/drain-spool.js';
import { type RefreshPorts, type RefreshResult, refreshGrant } from '../refresh/refresh-grant.js';
import { type Secret, secret } from '../secret.js';
import { exposedMembers, parseTokenSet, type TokenSet } from './token-set.js';

export interface LiveAccessToken {
  readonly grantId: GrantId;
  readonly accessToken: Secret;
  readonly tokenType: string;
  /** ISO 8601 UTC; absent when unknown. */
  readonly expiresAt?: string;
  readonly generation: number;
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, string>>;
  /** Inputs by name, with their defaults: secret ones as they are now, others as the grant froze them. */
  readonly inputs: Readonly<Record<string, Secret>>;
  /** The whole of it, for the templates of `api`; holds the refresh token. */
  readonly tokens: TokenSet;
  readonly clientId: string;
  readonly api?: AuthorizationServer['api'];
}

export type AccessTokenAnswer =
  | { readonly kind: 'token'; readonly token: LiveAccessToken }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_connected' }
  /** The grant is dead: a person has to reconnect. */
  | { readonly kind: 'rejected'; readonly reason: Reason }
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  /** An operator lets nothing be asked of the server, or for the client, at the moment. */
  | { readonly kind: 'paused'; readonly retryAfterSeconds: number };

/** An operator has to act first. */
const stoppedSeconds = 60;

/** What a caller asks for when it says nothing, in seconds. */
export const defaultMinimumSeconds = 300;

/** Nobody knows how long a pause lasts. */
const pausedRetrySeconds = 60;

/**
 * A live access token of a connection (RELIABILITY rule 9): the stored one while it is good for `minimumSeconds`
 * (capped at half its lifetime), else one refreshed here under the same claim as a worker's; while another process
 * refreshes, waits for it.
 */
export async function readAccessToken(
  ports: RefreshPorts & Pick<Ports, 'holder'>,
  input: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly minimumSeconds: number;
  },
): Promise<AccessTokenAnswer> {
  const { organizationId, connectionId } = input;
  const giveUpAt = ports.clock.monotonic() + ports.times.readerWait;
  let poll = ports.times.readerPollFirst;
  let refreshed: RefreshResult | undefined;
  for (;;) {
    const stored = await ports.grants.read(organizationId, connectionId);
    if (!stored) return { kind: 'not_found' };
    if (!stored.grant) return { kind: 'not_connected' };
    if (isGoodFor(stored.grant, refreshed ? 0 : input.minimumSeconds)) return await answer(ports, input, stored.grant);
    const dead = stored.reason && needsReauthorization(stored.reason) ? stored.reason : undefined;
    if (dead) return { kind: 'rejected', reason: dead };
    if (stored.grant.hasRefreshToken === 'no')
      return isGoodFor(stored.grant, 0)
        ? await answer(ports, input, stored.grant)
        : { kind: 'rejected', reason: 'no_refresh_token' };
    if (refreshed) return failure(refreshed, stored);

    await drainSpool(ports);
    await ports.vault.prepare(organizationId);
    const claimed = await ports.grants.claimOne({
      organizationId,
      connectionId,
      generation: stored.grant.generation,
      holder: ports.holder,
      times: ports.times,
    });
    if (claimed.kind === 'claimed') {
      const result = await refreshGrant(ports, claimed.claim);
      // Then there is another refresh token to try, once; or a turn to wait for.
      if (result.kind === 'alternate_adopted') continue;
      if (result.kind !== 'no_budget') {
        refreshed = result;
        continue;
      }
    }
    const outOfTime = ports.clock.monotonic() + poll > giveUpAt;
    if (mayNotAsk(claimed) || outOfTime) {
      if (isGoodFor(stored.grant, 0)) return await answer(ports, input, stored.grant);
      if (claimed.kind === 'paused') return { kind: 'paused', retryAfterSeconds: pausedRetrySeconds };
      if (claimed.kind === 'client_misconfigured') return { kind: 'misconfigured' };
      if (stored.reason === 'client_misconfigured') return { kind: 'misconfigured' };
      return unavailable(waitSeconds(claimed));
    }
    await ports.clock.sleep(poll);
    poll = Math.min(poll * 2, ports.times.readerPollMax);
  }
}

/** Whether waiting would not help. */
function mayNotAsk({ kind }: TargetedClaim): boolean {
  return kind === 'backing_off' || kind === 'client_misconfigured' || kind === 'paused' || kind === 'stopped';
}

function waitSeconds(claimed: TargetedClaim): number | undefined {
  if (claimed.kind === 'backing_off') return claimed.seconds;
  return claimed.kind === 'stopped' ? stoppedSeconds : undefined;
}

type StoredGrant = NonNullable<StoredAccess['grant']>;

/**
 * An unknown expiry counts as good: the vendor reports a 401, and keep-alive looks after it. A token that a refresh may
 * have ended is good for nothing.
 */
function isGoodFor(grant: StoredGrant, minimumSeconds: number): boolean {
  if (grant.doubt) return false;
  if (grant.accessTokenSeconds === undefined) return true;
  const minimum = Math.min(minimumSeconds, (grant.lifetimeSeconds ?? Number.POSITIVE_INFINITY) / 2);
  return grant.accessTokenSeconds > minimum;
}

function failure(result: RefreshResult, stored: StoredAccess): AccessTokenAnswer {
  if (result.kind === 'failed' && result.failure.class === 'misconfigured') return { kind: 'misconfigured' };
  if (stored.reason && needsReauthorization(stored.reason)) return { kind: 'rejected', reason: stored.reason };
  return unavailable(result.kind === 'failed' ? result.failure.retryAfterSeconds : undefined);
}

function unavailable(seconds = 5): AccessTokenAnswer {
  return { kind: 'unavailable', retryAfterSeconds: Math.min(Math.max(Math.ceil(seconds), 1), 3600) };
}

async function answer(
  ports: Pick<Ports, 'vault'>,
  input: { readonly organizationId: OrganizationId; readonly connectionId: ConnectionId },
  grant: StoredGrant,
): Promise<AccessTokenAnswer> {
  const tokens = parseTokenSet(
    await ports.vault.open(
      { organizationId: input.organizationId, row: grant.grantId, field: 'grant_token.token_set' },
      grant.tokenSet,
    ),
  );
  return {
    kind: 'token',
    token: {
      grantId: grant.grantId,
      accessToken: tokens.accessToken,
      tokenType: tokens.tokenType,
      ...(grant.expiresAt === undefined ? {} : { expiresAt: grant.expiresAt }),
      generation: grant.generation,
      scopes: grant.grantedScopes,
      missingScopes: grant.requestedScopes.filter((scope) => !grant.grantedScopes.includes(scope)),
      members: exposedMembers(tokens.members, grant.exposeMembers),
      context: grant.context,
      inputs: await openInputs(ports, input, grant.inputs),
      tokens,
      clientId: grant.clientId,
      ...(grant.api ? { api: grant.api } : {}),
    },
  };
}

async function openInputs(
  ports: Pick<Ports, 'vault'>,
  { organizationId, connectionId }: { readonly organizationId: OrganizationId; readonly connectionId: ConnectionId },
  inputs: StoredGrant['inputs'],
): Promise<LiveAccessToken['inputs']> {
  const opened: Record<string, Secret> = {};
  for (const [name, value] of Object.entries(inputs))
    opened[name] =
      typeof value === 'string'
        ? secret(value)
        : await ports.vault.open({ organizationId, row: connectionId, field: 'connection_input.value' }, value);
  return opened;
}
