import {
  type InputChange,
  inTenant,
  readInputDefinitions,
  saveConnectionInputs,
  type TenantTransaction,
} from '@latchkey/db';
import { type GivenToConnection, moveAddresses, ownClientSecret } from '@latchkey/db/management';
import { type ConnectionId, checkInputs, type InputDefinition, type OrganizationId, secret } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { clientIdField, clientSecretField } from '../../own-client-inputs.js';
import { actorInAudit, type OpenWizard } from '../../plugins/wizard-session.js';
import { readTypedClient, saveOwnClient, type TypedClient } from './save-own-client.js';

/**
 * Checks and saves the inputs of a Connect or Test form (`input.<name>`), all of them or none; secrets are sealed. Refuses
 * with 422, also what would send a saved secret to an address that it was not given for.
 */
export async function saveInputs(
  deps: CallbackDeps,
  wizard: OpenWizard,
  connectionId: ConnectionId,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const given = Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      name.startsWith('input.') && typeof value === 'string' ? [[name.slice('input.'.length), value]] : [],
    ),
  );
  if (Object.keys(given).length === 0) return;
  const { organizationId } = wizard.session;
  const client = await readTypedClient(deps, organizationId, given);
  const inputs = Object.entries(given).filter(([name]) => name !== clientIdField && name !== clientSecretField);
  const definitions = (await readInputDefinitions(deps.db, organizationId, connectionId)) ?? [];
  const checked = checkInputs(definitions, Object.fromEntries(inputs), ['customer']);
  if (checked.kind === 'refused')
    throw new BrowserRefusal(
      422,
      'input_invalid',
      checked.problems.map(({ name, message }) => `${name} ${message}`).join('; '),
    );
  const changes = await Promise.all(
    [...checked.values].map(
      async ([definition, value]) =>
        [definition.name, await changeOf(deps, organizationId, connectionId, definition, value)] as const,
    ),
  );
  await inTenant(deps.db, organizationId, async (tx) => {
    await assertSecretsStay(tx, { organizationId, connectionId, definitions }, givenOf(changes, client));
    if (client) await saveOwnClient(tx, wizard, connectionId, client);
    await saveConnectionInputs(tx, organizationId, connectionId, Object.fromEntries(changes), actorInAudit(wizard));
  });
}

type Changes = readonly (readonly [name: string, change: InputChange])[];

function givenOf(changes: Changes, client: TypedClient | undefined): GivenToConnection {
  const inputs = changes.flatMap(([name, change]) =>
    change.kind === 'sealed' ? [] : [[name, change.kind === 'text' ? change.value : ''] as const],
  );
  return {
    inputs: Object.fromEntries(inputs),
    secrets: [
      ...changes.filter(([, { kind }]) => kind === 'sealed').map(([name]) => name),
      ...(client?.secret ? [ownClientSecret] : []),
    ],
    ...(client && client.clientId !== '' ? { clientId: client.clientId } : {}),
  };
}

/** The page asks for these secrets beside the changed address; what comes without them is refused here. */
async function assertSecretsStay(
  tx: TenantTransaction,
  place: {
    readonly organizationId: OrganizationId;
    readonly connectionId: ConnectionId;
    readonly definitions: readonly InputDefinition[];
  },
  given: GivenToConnection,
): Promise<void> {
  const move = await moveAddresses(tx, place.organizationId, place.connectionId, given);
  if (move.kind === 'same') return;
  // A customer chooses the hosts that the vendor's secrets go to only among those that the definition declares.
  const vendors = place.definitions.filter(({ visibility }) => visibility !== 'customer').map(({ name }) => name);
  const kept = move.keptSecrets.filter((name) => !vendors.includes(name));
  if (kept.length === 0 && move.vendorsClient !== 'goes_with_secret') return;
  const needed = kept.map((name) => `${name} must be given again: the saved one is not sent to another address`);
  throw new BrowserRefusal(422, 'input_invalid', needed.join('; ') || 'This address cannot be chosen here.');
}

async function changeOf(
  deps: CallbackDeps,
  organizationId: OrganizationId,
  row: ConnectionId,
  definition: InputDefinition,
  value: string,
): Promise<InputChange> {
  if (value === '') return { kind: 'removed' };
  if (definition.type !== 'secret') return { kind: 'text', value };
  const sealed = await deps.ports.vault.seal({ organizationId, row, field: 'connection_input.value' }, secret(value));
  return { kind: 'sealed', sealed };
}
