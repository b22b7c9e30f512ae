import type { GrantTerms } from '../connection/grant.js';
import type { ConnectionToAuthorize } from '../ports.js';
import { resolveAuthorizationServer } from '../provider/authorization-server.js';

/** What a grant without a redirect will keep, or what is missing for it; `field` names it, an input as `inputs.<name>`. */
export type FrozenTerms =
  | {
      readonly kind: 'frozen';
      readonly terms: GrantTerms;
      readonly client: NonNullable<ConnectionToAuthorize['client']>;
    }
  | { readonly kind: 'misconfigured'; readonly field: string; readonly message: string };

/** Freezes the terms of a grant without a redirect, when all that the connection needs is there. */
export function freezeTerms(found: ConnectionToAuthorize): FrozenTerms {
  const { definition, definitionVersion, environment, client } = found;
  const missing = definition.inputs?.find(
    (input) =>
      input.required === true &&
      input.default === undefined &&
      (found.inputs[input.name] ?? '') === '' &&
      !found.secretInputs[input.name],
  );
  if (missing)
    return { kind: 'misconfigured', field: `inputs.${missing.name}`, message: `${missing.label} has no value yet.` };
  if (!client)
    return {
      kind: 'misconfigured',
      field: definition.client?.owner === 'connection' ? 'clientId' : `environments.${environment}.clientId`,
      message: 'There is no client id for this environment.',
    };
  const resolved = resolveAuthorizationServer(definition, found.inputs);
  if (resolved.kind === 'refused') return { kind: 'misconfigured', field: resolved.field, message: resolved.message };
  const { server } = resolved;
  return {
    kind: 'frozen',
    client,
    terms: { server, clientRowId: client.rowId, clientId: client.clientId, definitionVersion },
  };
}
