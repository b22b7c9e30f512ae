import type { GivenInput } from '@latchkey/db/management';
import type { Secret } from '@latchkey/oauth';
import type { ApiDeps } from './api-deps.js';

/** Opens those of a connection's inputs that are sealed, by name. */
export async function openSecretInputsOf(
  deps: Pick<ApiDeps, 'ports'>,
  organizationId: string,
  connectionId: string,
  given: readonly GivenInput[],
): Promise<Readonly<Record<string, Secret>>> {
  const opened: Record<string, Secret> = {};
  for (const { name, value } of given)
    if (typeof value !== 'string')
      opened[name] = await deps.ports.vault.open(
        { organizationId, row: connectionId, field: 'connection_input.value' },
        value,
      );
  return opened;
}
