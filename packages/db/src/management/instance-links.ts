import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';

export type LinkedConnection =
  | { readonly kind: 'linked' }
  | { readonly kind: 'no_variable' }
  | { readonly kind: 'no_connection' }
  /** In words that follow "the connection". */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Lets an instance use a connection that is there already for one of its integration's variables, in the connection's
 * environment; a link to another one for that is taken away, with its use health. The connection must be of the variable's
 * config and belong to whom the instance belongs to.
 */
export async function linkConnection(
  tx: TenantTransaction,
  instance: {
    readonly organizationId: string;
    readonly id: string;
    readonly integrationId: string;
    readonly customerId: string;
    readonly environments: readonly string[];
  },
  key: string,
  connectionId: string,
): Promise<LinkedConnection> {
  const { organizationId, id: instanceId, integrationId, customerId } = instance;
  const variable = await tx.requiredConfigVariable.findFirst({ where: { organizationId, integrationId, key } });
  if (!variable) return { kind: 'no_variable' };
  const connection = await tx.connection.findFirst({
    where: { organizationId, id: connectionId, connectionConfig: { state: 'active' } },
    include: { user: { select: { customerId: true } } },
  });
  if (!connection) return { kind: 'no_connection' };
  const refuse = (problem: string) => ({ kind: 'refused', problem }) as const;
  if (connection.connectionConfigId !== variable.connectionConfigId)
    return refuse('is of another connection config than the variable asks for');
  if (!instance.environments.includes(connection.environment))
    return refuse(`is of the environment ${connection.environment}, which the instance does not have`);
  if (connection.instanceId !== null && connection.instanceId !== instanceId)
    return refuse('belongs to another instance');
  const owner = connection.customerId ?? connection.user?.customerId;
  if (owner !== undefined && owner !== customerId) return refuse('belongs to another customer');
  const requiredConfigVariableId = variable.id;
  await tx.instanceLink.deleteMany({
    where: {
      ...{ organizationId, instanceId, requiredConfigVariableId },
      connectionId: { not: connectionId },
      connection: { environment: connection.environment, userId: connection.userId },
    },
  });
  await tx.instanceLink.createMany({
    data: [{ organizationId, id: newId(), instanceId, requiredConfigVariableId, connectionId }],
    skipDuplicates: true,
  });
  return { kind: 'linked' };
}
