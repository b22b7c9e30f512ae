import type { Sealed } from '@latchkey/oauth';
import { sealedOf } from '../sealed.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** A live secret of a client; it was sealed for the row `id`. */
export interface LiveSecret {
  readonly id: string;
  readonly value: Sealed;
}

/** The client of one environment of a config, with its live secrets. */
export interface EnvironmentClient {
  readonly clientRowId: string;
  readonly clientId: string;
  readonly current?: LiveSecret;
  readonly next?: LiveSecret;
}

/** Reads it; `undefined` while the environment has no client. */
export async function readEnvironmentClient(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  environment: string,
): Promise<EnvironmentClient | undefined> {
  const row = await tx.connectionConfigEnvironment.findUnique({
    where: { organizationId_connectionConfigId_environment: { organizationId, connectionConfigId, environment } },
    include: {
      client: { include: { secrets: { where: { state: { in: ['current', 'next'] } }, orderBy: { id: 'asc' } } } },
    },
  });
  if (!row?.client) return undefined;
  const { id, clientId, secrets } = row.client;
  const live = (state: 'current' | 'next') => {
    const found = secrets.findLast((one) => one.state === state);
    return found ? { [state]: { id: found.id, value: sealedOf(found.value) } } : {};
  };
  return { clientRowId: id, clientId, ...live('current'), ...live('next') };
}
