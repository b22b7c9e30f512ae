import { baseUrlAt, checkInputs, redirectUriWith } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { assertOwnPage, openWizard, permittedConnection } from '../../plugins/wizard-session.js';

/**
 * POST /wizard/{id}/connections/{connectionId}/callback-url: the redirect URI that goes with the values of inputs that
 * stand in the Connect form, before they are sent. Nothing is saved. `url` is null while they do not say which server it
 * is.
 */
export function callbackUrlRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { id: string; connectionId: string }; Body: { inputs?: unknown } | null }>(
    '/wizard/:id/connections/:connectionId/callback-url',
    async (request): Promise<{ url: string | null }> => {
      const wizard = await openWizard(deps, request, request.params.id);
      assertOwnPage(request, wizard, request.headers['x-csrf-token']);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
      const found = await deps.ports.connections.findToAuthorize(wizard.session.organizationId, connectionId);
      if (!found) throw new BrowserRefusal(404, 'connection_not_found', 'There is no such connection on this page.');
      const checked = checkInputs(found.definition.inputs ?? [], textsOf(request.body?.inputs), ['customer']);
      // Half a word is no mistake: the form says what is wrong when it is sent.
      if (checked.kind === 'refused') return { url: null };
      const typed = Object.fromEntries([...checked.values].map(([{ name }, value]) => [name, value]));
      const base = found.callbackHost ? baseUrlAt(found.callbackHost.host, deps.publicUrl) : deps.publicUrl;
      return { url: (await redirectUriWith({ ...found, inputs: { ...found.inputs, ...typed } }, base)) ?? null };
    },
  );
}

function textsOf(given: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(typeof given === 'object' && given !== null ? given : {});
  return Object.fromEntries(entries.filter((one): one is [string, string] => typeof one[1] === 'string'));
}
