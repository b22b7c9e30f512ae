import type { FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { assertOwnPage, openWizard, permittedConnection } from '../../plugins/wizard-session.js';
import { saveInputs } from './save-inputs.js';
import { saveScopes } from './save-scopes.js';

/** A connection's form as the wizard posts it. */
export interface PostedForm {
  Params: { connectionId: string };
  Body: Record<string, unknown> | null;
}

/** Lets in only this wizard's own page, for a connection that it may connect, and saves what was typed and chosen. */
export async function saveForm(deps: CallbackDeps, request: FastifyRequest<PostedForm>) {
  const body = request.body ?? {};
  const wizard = await openWizard(deps, request, body.wizard);
  assertOwnPage(request, wizard, body.csrf);
  const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
  await saveInputs(deps, wizard, connectionId, body);
  await saveScopes(deps, wizard, connectionId, body);
  return { body, wizard, connectionId };
}
