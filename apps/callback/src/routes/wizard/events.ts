import { listConnectionEvents } from '@latchkey/db';
import type { WizardEventPage } from '@latchkey/sdk';
import { messagesFor } from '@latchkey/sdk/messages';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { actorInAudit, openWizard, permittedConnection } from '../../plugins/wizard-session.js';
import { problems, wizardEvent } from '../../wizard-event.js';

const pageSize = 20;

/** GET /wizard/{id}/connections/{connectionId}/events: the connection's log, newest first. */
export function wizardEventsRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { id: string; connectionId: string }; Querystring: { before?: string; problems?: string } }>(
    '/wizard/:id/connections/:connectionId/events',
    async (request): Promise<WizardEventPage> => {
      const wizard = await openWizard(deps, request, request.params.id);
      const connectionId = permittedConnection(wizard, request.params.connectionId, 'log');
      const page = await listConnectionEvents(deps.db, wizard.session.organizationId, {
        connectionId,
        limit: pageSize,
        reader: actorInAudit(wizard),
        ...(request.query.before === undefined ? {} : { before: request.query.before }),
        ...(request.query.problems === '1' ? { kinds: [...problems] } : {}),
      });
      const messages = messagesFor(wizard.lang);
      return {
        events: page.events.map((event) => wizardEvent(event, messages)),
        ...(page.before === undefined ? {} : { before: page.before }),
      };
    },
  );
}
