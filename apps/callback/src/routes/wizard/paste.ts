import { newId } from '@latchkey/db';
import { type CompletedPaste, completePasted } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { browserHash } from '../../plugins/browser-session.js';
import { assertOwnPage, currentState, openWizard, permittedConnection } from '../../plugins/wizard-session.js';

/**
 * POST /wizard/{id}/connections/{connectionId}/paste: the code that the provider showed, or the address of that page.
 * Only from the browser that started the sign-in; what is pasted is never fetched, logged or shown again.
 */
export function pasteRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { id: string; connectionId: string }; Body: { pasted?: unknown } | null }>(
    '/wizard/:id/connections/:connectionId/paste',
    { config: { limit: 'paste' } },
    async (request) => {
      const wizard = await openWizard(deps, request, request.params.id);
      assertOwnPage(request, wizard, request.headers['x-csrf-token']);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'connect');
      const pasted = request.body?.pasted;
      if (typeof pasted !== 'string' || pasted.trim() === '')
        throw new BrowserRefusal(422, 'code_unreadable', sentences.unreadable);
      const completed = await completePasted(deps.ports, {
        grantId: newId(),
        organizationId: wizard.session.organizationId,
        connectionId,
        browserHash: browserHash(wizard.cookie),
        pasted,
      });
      request.log.info({ connectionId, ...outcomeOf(completed) }, 'code pasted');
      if (completed.kind === 'try_again')
        throw new BrowserRefusal(422, `code_${completed.why}`, sentences[completed.why]);
      if (completed.kind === 'none_waiting')
        throw new BrowserRefusal(409, 'code_too_late', 'No sign-in of this browser waits for a code any more.');
      return await currentState(deps, wizard);
    },
  );
}

const sentences = {
  unreadable: 'That is not a code.',
  other_host: 'That address is not of the page that the sign-in led to.',
  no_code: 'There is no code in that address.',
  refused: 'The provider did not accept that code.',
} as const;

function outcomeOf(completed: CompletedPaste): Readonly<Record<string, string>> {
  if (completed.kind === 'failed') return { outcome: completed.kind, error: completed.error };
  return completed.kind === 'try_again' ? { outcome: completed.kind, why: completed.why } : { outcome: completed.kind };
}
