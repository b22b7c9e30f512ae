import { checkDomain } from '@latchkey/compose';
import { claimDueDomains } from '@latchkey/db/management';
import type { WorkerDeps } from './worker-deps.js';

/** As many look-ups at once; what is due beyond that has the next tick. */
const batch = 20;

/** Looks up the TXT records of custom domains that are due, which each is once a day, and keeps what they show. */
export async function checkDueDomains(deps: Pick<WorkerDeps, 'db' | 'txt' | 'log'>): Promise<void> {
  const due = await claimDueDomains(deps.db, batch);
  await Promise.all(
    due.map(async (domain) => {
      const checked = await checkDomain(deps, domain);
      if (checked) deps.log.domainChecked(domain.host, checked);
    }),
  );
}
