import type { TenantTransaction } from '@latchkey/db';
import { readDomain, saveCallbackDomain } from '@latchkey/db/management';
import type { Static } from 'typebox';
import { notFound, unprocessable } from '../errors.js';
import { idFromField } from '../wire-ids.js';
import type { EnvironmentsBody } from './save-environments.js';

/** Saves which of the organization's domains each environment's redirect URI begins with, after its credentials. */
export async function saveCallbackDomains(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  environments: Static<typeof EnvironmentsBody>,
): Promise<void> {
  for (const [environment, { domainId }] of Object.entries(environments)) {
    if (domainId === undefined) continue;
    const field = `environments.${environment}.domainId`;
    const id = domainId === null ? null : idFromField('domain', domainId, field);
    const domain = id === null ? undefined : await readDomain(tx, organizationId, id);
    if (id !== null && !domain) throw notFound('domain', field);
    if (domain && domain.state !== 'verified')
      throw unprocessable(field, `must be a verified domain: set the TXT record of ${domain.host} first`);
    await saveCallbackDomain(tx, organizationId, { connectionConfigId, environment }, id);
  }
}
