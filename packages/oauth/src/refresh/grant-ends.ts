import type { Claim } from '../connection/grant.js';
import type { GrantEnds } from '../connection/stored-grant.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import type { ToldEnds } from '../token/told-ends.js';
import { expiringLead } from './expiring.js';

/** The clocks of a grant as a refresh found them, and whether its answer brought another refresh token. */
export interface EndsBefore {
  readonly clocks: Claim['clocks'];
  readonly refreshToken: 'new' | 'kept';
}

/**
 * When a grant with these answers ends by itself (RELIABILITY, "Times"). What counts is, in this order: what the answer
 * tells, what the definition says, what was known before. An idle clock begins anew with each refresh. So does the life
 * of a refresh token that a new one replaces; one that is kept goes on to its end, and one whose end a refresh does not
 * move ends the grant. An absolute clock begins anew only where the answer says so.
 */
export function grantEnds(
  { lifetimes, refresh }: Pick<AuthorizationServer, 'lifetimes' | 'refresh'>,
  told: ToldEnds,
  before?: EndsBefore,
): GrantEnds {
  // Who asks anew for each token has nothing that ends.
  if (refresh.by === 'grant') return {};
  const idle = (refreshToken?: number) => {
    const clocks = [refreshToken, lifetimes.idle].filter((seconds) => seconds !== undefined);
    return clocks.length === 0 ? {} : { idleSeconds: Math.min(...clocks) };
  };
  const age = before?.clocks.ageSeconds ?? 0;
  const authorization = told.authorizationSeconds;
  const consent =
    authorization === undefined ? keptConsent(lifetimes, before) : absoluteIn(authorization, age, 'not_yet');
  const { refreshTokenSeconds = before?.refreshToken === 'kept' ? undefined : lifetimes.refreshToken } = told;
  if (!before) return { ...idle(refreshTokenSeconds), ...consent };

  const fixed = fixedEnd(told, before, lifetimes);
  // The end of the refresh token in use did not move: no refresh will move it.
  if (fixed) return { ...idle(), ...(isSooner(fixed, consent) ? fixed : consent) };
  return { ...idle(refreshTokenSeconds), ...consent };
}

/** The ends of a grant of which a refresh changed nothing. */
export function unchangedEnds(clocks: Claim['clocks']): GrantEnds {
  const { idleSeconds, absoluteSeconds, ageSeconds } = clocks;
  return {
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
    ...(absoluteSeconds === undefined ? {} : absoluteIn(absoluteSeconds, ageSeconds, 'already')),
  };
}

type Absolute = Pick<GrantEnds, 'absolute'>;
type Lifetimes = AuthorizationServer['lifetimes'];

function absoluteIn(
  seconds: number,
  ageSeconds: number,
  stored: NonNullable<GrantEnds['absolute']>['stored'],
): Required<Absolute> {
  const left = seconds - expiringLead(seconds + ageSeconds);
  // What a claim and its answer count differs a little.
  const tellInSeconds = left <= Math.min(60, seconds / 100) ? 0 : left;
  return { absolute: { seconds, tellInSeconds, stored } };
}

/** What is known of the consent's own end where the answer says nothing of it. */
function keptConsent(lifetimes: Lifetimes, before: EndsBefore | undefined): Absolute {
  if (!before) return lifetimes.absolute === undefined ? {} : absoluteIn(lifetimes.absolute, 0, 'not_yet');
  const { absoluteSeconds, ageSeconds } = before.clocks;
  // A grant that was refreshed after its end does not end there.
  if (absoluteSeconds === undefined || absoluteSeconds <= 0) return {};
  // What was only the end of a refresh token went with it, as each of them lives its own life.
  const isOfItsToken = lifetimes.absolute === undefined && lifetimes.refreshToken !== undefined;
  if (isOfItsToken && before.refreshToken === 'new') return {};
  return absoluteIn(absoluteSeconds, ageSeconds, 'already');
}

/** The end of a refresh token where the refresh left it as it was. */
function fixedEnd(told: ToldEnds, before: EndsBefore, lifetimes: Lifetimes): Required<Absolute> | undefined {
  const { idleSeconds, absoluteSeconds, ageSeconds, refreshedSecondsAgo } = before.clocks;
  const { refreshTokenSeconds } = told;
  if (refreshTokenSeconds === undefined) {
    // Only a clock of idleness could have moved it.
    if (before.refreshToken === 'new' || lifetimes.idle !== undefined || idleSeconds === undefined) return undefined;
    return absoluteIn(idleSeconds, ageSeconds, 'not_yet');
  }
  // An end that moves has moved by the time since the last refresh, if that is long enough to tell.
  const stands = (known: number | undefined, tolerance: number) =>
    known !== undefined && Math.abs(refreshTokenSeconds - known) <= tolerance;
  if (stands(absoluteSeconds, Math.max(refreshedSecondsAgo / 2, shortestToTell)))
    return absoluteIn(absoluteSeconds as number, ageSeconds, 'already');
  if (refreshedSecondsAgo >= 2 * shortestToTell && stands(idleSeconds, refreshedSecondsAgo / 2))
    return absoluteIn(refreshTokenSeconds, ageSeconds, 'not_yet');
  return undefined;
}

const shortestToTell = 60;

function isSooner({ absolute: one }: Required<Absolute>, { absolute: other }: Absolute): boolean {
  return other === undefined || one.seconds < other.seconds;
}
