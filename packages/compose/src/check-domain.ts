import type { Database } from '@latchkey/db';
import { type DomainState, type DomainToCheck, settleDomain } from '@latchkey/db/management';
import type { TxtLookup } from '@latchkey/http';
import { challengeName } from '@latchkey/oauth';

/** What a look-up of a domain's TXT record showed, and the domain's state before and after. */
export interface CheckedDomain {
  readonly seen: 'found' | 'absent' | 'unavailable';
  readonly before: DomainState;
  readonly after: DomainState;
}

/** Looks a domain's TXT record up and keeps what it shows. `undefined`: the domain is gone. */
export async function checkDomain(
  deps: { readonly db: Database; readonly txt: TxtLookup },
  domain: DomainToCheck,
): Promise<CheckedDomain | undefined> {
  const answer = await deps.txt(challengeName(domain.host));
  const seen = answer.kind === 'records' ? (answer.texts.includes(domain.challenge) ? 'found' : 'absent') : answer.kind;
  const settled = await settleDomain(deps.db, domain, seen);
  return settled && { seen, ...settled };
}
