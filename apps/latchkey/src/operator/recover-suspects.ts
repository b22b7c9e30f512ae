import type { OpenDoor } from '@latchkey/compose';
import { claimSuspect, countSuspects, putSuspectBack, readHeldSuspects } from '@latchkey/db';
import { type Claim, drainSpool, formatId, type RefreshResult, recoverSuspect } from '@latchkey/oauth';

/** How fast, and how far. */
export interface RecoveryPace {
  readonly perSecond: number;
  /** Refusals in a row after which a provider is left alone, unless it is `goOn`. */
  readonly mostRefusals: number;
  readonly goOn: string | undefined;
  /** The operator wants it to end after the grant that is under way. */
  isStopped(): boolean;
}

/** Without an answer so often in a row, a provider is left to the next run. */
const mostSilences = 3;

const tellEveryMs = 5_000;

type Outcome = 'renewed' | 'lost' | 'later';

/**
 * Asks for the suspects that are due, one after the other, until none is left that may be asked for; those that a running
 * process may be asking for are waited for.
 */
export async function askSuspects(
  { db, ports, takeover }: Pick<OpenDoor, 'db' | 'ports' | 'takeover'>,
  pace: RecoveryPace,
  say: (line: string) => void,
): Promise<void> {
  const { clock, holder, times } = ports;
  const total = (await countSuspects(db)).reduce((sum, { suspects }) => sum + suspects, 0);
  const counts: Record<Outcome, number> = { renewed: 0, lost: 0, later: 0 };
  const inARow = new Map<string, { readonly outcome: Outcome; readonly count: number }>();
  const leftAlone: string[] = [];
  let toldAt = clock.monotonic();
  const tell = () =>
    say(
      `of ${total}: ${counts.renewed} renewed, ${counts.lost} refused, ${counts.later} put off for want of an answer`,
    );
  while (!pace.isStopped()) {
    await drainSpool(ports); // a process may have left the answer that its open attempt waits for
    const withheldMs = takeover.withheldMs(times);
    const claim = await claimSuspect(db, clock, { holder, times, withheldMs, except: leftAlone });
    if (!claim) {
      const held = await readHeldSuspects(db, { times, withheldMs, except: leftAlone });
      if (!held) break;
      const seconds = Math.max(Math.ceil(held.lastInMs / 1000), 1);
      say(`waiting for ${held.suspects} grants that a running process may be asking for now: ${seconds} s at most`);
      const until = clock.monotonic() + Math.min(held.firstInMs, tellEveryMs);
      do await clock.sleep(250);
      while (!pace.isStopped() && clock.monotonic() < until);
      continue;
    }
    const outcome = await ask({ db, ports }, claim, say);
    counts[outcome]++;
    const provider = claim.terms.server.name;
    const before = inARow.get(provider);
    const count = before?.outcome === outcome ? before.count + 1 : 1;
    inARow.set(provider, { outcome, count });
    if (outcome === 'lost' && count >= pace.mostRefusals && provider !== pace.goOn) {
      leftAlone.push(provider);
      say(`${provider} refused ${count} in a row and is left alone: its tokens seem to be spent`);
    } else if (outcome === 'later' && count >= mostSilences) {
      leftAlone.push(provider);
      say(`${provider} does not answer and is left for another run`);
    }
    if (clock.monotonic() - toldAt >= tellEveryMs) {
      toldAt = clock.monotonic();
      tell();
    }
    await clock.sleep(1000 / pace.perSecond);
  }
  tell();
}

async function ask(
  { db, ports }: Pick<OpenDoor, 'db' | 'ports'>,
  claim: Claim,
  say: (line: string) => void,
): Promise<Outcome> {
  const connection = formatId('connection', claim.connectionId);
  let result: RefreshResult | undefined;
  try {
    result = await recoverSuspect(ports, claim);
  } catch (error) {
    say(`${connection} could not be asked for: ${(error as Error).message}`);
  }
  const outcome = outcomeOf(result);
  if (outcome === 'later') await putSuspectBack(db, claim);
  if (outcome === 'lost') say(`${connection} of ${claim.terms.server.name} was refused`);
  return outcome;
}

function outcomeOf(result: RefreshResult | undefined): Outcome {
  switch (result?.kind) {
    case 'refreshed':
    case 'overtaken':
    case 'spooled':
    case 'alternate_adopted':
      return 'renewed';
    case 'no_refresh_token':
      return 'lost';
    case 'failed':
      return result.failure.class === 'terminal' ? 'lost' : 'later';
    default:
      return 'later';
  }
}
