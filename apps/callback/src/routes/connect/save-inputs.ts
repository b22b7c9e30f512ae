import { readInputDefinitions, saveConnectionInputs } from '@latchkey/db';
import { type ConnectionId, checkInputs, type InputDefinition, secret } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { clientIdField, clientSecretField } from '../../own-client-inputs.js';
import { actorInAudit, type OpenWizard } from '../../plugins/wizard-session.js';
import { saveOwnClient } from './save-own-client.js';

/** Checks and saves the inputs of a Connect or Test form (`input.<name>`); secrets are sealed. Refuses with 422. */
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
  await saveOwnClient(deps, wizard, connectionId, given);
  const inputs = Object.entries(given).filter(([name]) => name !== clientIdField && name !== clientSecretField);
  const { organizationId } = wizard.session;
  const definitions = (await readInputDefinitions(deps.db, organizationId, connectionId)) ?? [];
  const checked = checkInputs(definitions, Object.fromEntries(inputs), ['customer']);
  if (checked.kind === 'refused')
    throw new BrowserRefusal(
      422,
      'input_invalid',
      checked.problems.map(({ name, message }) => `${name} ${message}`).join('; '),
    );
  const changes = await Promise.all(
    [...checked.values].map(async ([definition, value]) => [
      definition.name,
      await changeOf(deps, organizationId, connectionId, definition, value),
    ]),
  );
  await saveConnectionInputs(deps.db, organizationId, connectionId, Object.fromEntries(changes), actorInAudit(wizard));
}

async function changeOf(
  deps: CallbackDeps,
  organizationId: string,
  row: ConnectionId,
  definition: InputDefinition,
  value: string,
) {
  if (value === '') return { kind: 'removed' };
  if (definition.type !== 'secret') return { kind: 'text', value };
  const sealed = await deps.ports.vault.seal({ organizationId, row, field: 'connection_input.value' }, secret(value));
  return { kind: 'sealed', sealed };
}
