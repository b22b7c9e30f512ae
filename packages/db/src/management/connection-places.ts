import type { InstanceModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** Whose connections are wanted besides the instance's own: known once somebody is on the way to the wizard. */
export interface Visitor {
  readonly userId?: string;
}

interface Place {
  readonly connectionConfigId: string;
  readonly environment: string;
  readonly level: string;
  readonly instanceId: string | null;
  readonly userId: string | null;
  readonly customerId: string | null;
}

/**
 * Makes the connections that an instance needs, one for each variable and environment, and the links to them; what is
 * there already stays. Connections of a customer or a user are made for a visitor only.
 */
export async function placeConnections(
  tx: TenantTransaction,
  instance: Pick<InstanceModel, 'organizationId' | 'id' | 'integrationId' | 'customerId' | 'environments'>,
  visitor?: Visitor,
): Promise<void> {
  const { organizationId } = instance;
  const environments = await environmentsInReach(tx, instance.environments);
  const variables = await tx.requiredConfigVariable.findMany({
    where: { organizationId, integrationId: instance.integrationId },
    select: { id: true, connectionConfigId: true, connectionConfig: { select: { level: true } } },
  });
  const wanted = variables.flatMap((variable) => {
    const owner = ownerOf(variable.connectionConfig.level, instance, visitor);
    if (!owner) return [];
    return environments.map((environment) => ({
      requiredConfigVariableId: variable.id,
      place: {
        connectionConfigId: variable.connectionConfigId,
        environment,
        level: variable.connectionConfig.level,
        ...owner,
      },
    }));
  });
  if (wanted.length === 0) return;
  await tx.connection.createMany({
    data: wanted.map(({ place }) => ({ organizationId, id: newId(), ...place })),
    skipDuplicates: true,
  });
  const placed = await tx.connection.findMany({
    where: { organizationId, label: '', OR: wanted.map(({ place }) => place) },
    select: {
      id: true,
      connectionConfigId: true,
      environment: true,
      level: true,
      instanceId: true,
      userId: true,
      customerId: true,
    },
  });
  await tx.instanceLink.createMany({
    data: wanted.flatMap(({ requiredConfigVariableId, place }) =>
      placed
        .filter((connection) => isAt(connection, place))
        .map(({ id }) => ({
          organizationId,
          id: newId(),
          instanceId: instance.id,
          requiredConfigVariableId,
          connectionId: id,
        })),
    ),
    skipDuplicates: true,
  });
}

/** An API key that is limited to an environment places nothing in the others. */
async function environmentsInReach(tx: TenantTransaction, environments: readonly string[]): Promise<readonly string[]> {
  const [{ only } = { only: null }] = await tx.$queryRaw<{ only: string | null }[]>`SELECT reach_environment() AS only`;
  return only === null ? environments : environments.filter((environment) => environment === only);
}

function ownerOf(
  level: string,
  instance: Pick<InstanceModel, 'id' | 'customerId'>,
  visitor: Visitor | undefined,
): Pick<Place, 'instanceId' | 'userId' | 'customerId'> | undefined {
  const nobody = { instanceId: null, userId: null, customerId: null };
  if (level === 'instance') return { ...nobody, instanceId: instance.id };
  if (level === 'organization') return nobody;
  if (level === 'customer') return visitor ? { ...nobody, customerId: instance.customerId } : undefined;
  return visitor?.userId === undefined ? undefined : { ...nobody, userId: visitor.userId };
}

function isAt(connection: Place, place: Place): boolean {
  return (Object.keys(place) as (keyof Place)[]).every((name) => connection[name] === place[name]);
}
