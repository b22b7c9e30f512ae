import { recordEventInTransaction } from '../events.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** How the vendor's code fared with a connection. `message` and `providerBody` are scrubbed already. */
export interface Execution {
  readonly outcome: 'succeeded' | 'connection_error';
  readonly message?: string;
  readonly providerStatus?: number;
  readonly providerBody?: string;
  /** Who reported it, for the log. */
  readonly actor: string;
}

/**
 * Turns a link green or red. An event is written for every reported error, and for the first success after another
 * health; the row of a link that stays green is not touched.
 */
export async function reportExecution(
  tx: TenantTransaction,
  organizationId: string,
  link: { readonly id: string; readonly connectionId: string },
  execution: Execution,
): Promise<void> {
  const failed = execution.outcome === 'connection_error';
  const { count } = await tx.instanceLink.updateMany({
    where: { organizationId, id: link.id, ...(failed ? {} : { health: { not: 'succeeded' } }) },
    data: {
      health: failed ? 'failed' : 'succeeded',
      healthAt: new Date(),
      healthMessage: failed ? (execution.message ?? null) : null,
      providerStatus: failed ? (execution.providerStatus ?? null) : null,
      providerBody: failed ? (execution.providerBody ?? null) : null,
    },
  });
  if (count === 0) return;
  const { message, providerStatus, providerBody, actor } = execution;
  await recordEventInTransaction(
    tx,
    { organizationId, connectionId: link.connectionId },
    failed
      ? {
          kind: 'connection_error_reported',
          actor,
          details: {
            ...(message === undefined ? {} : { message }),
            ...(providerStatus === undefined ? {} : { status: String(providerStatus) }),
            ...(providerBody === undefined ? {} : { body: providerBody }),
          },
        }
      : { kind: 'execution_succeeded', actor },
  );
}
