import { listConnectionEvents } from '@latchkey/db';
import type { ConnectionEventKind } from '@latchkey/oauth';
import type { WizardEvent, WizardEventPage } from '@latchkey/sdk';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { openWizard, permittedConnection } from '../../plugins/wizard-session.js';

const pageSize = 20;
const problems: ReadonlySet<ConnectionEventKind> = new Set<ConnectionEventKind>([
  'authorization_failed',
  'refresh_failed',
  'reauthorization_required',
  'connection_error_reported',
  'access_token_rejected',
]);
const good: ReadonlySet<ConnectionEventKind> = new Set<ConnectionEventKind>([
  'connected',
  'renewed',
  'recovered',
  'execution_succeeded',
]);

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
        ...(request.query.before === undefined ? {} : { before: request.query.before }),
        ...(request.query.problems === '1' ? { kinds: [...problems] } : {}),
      });
      return {
        events: page.events.map((event): WizardEvent => {
          const details = Object.entries(event.details).map(([label, value]) => ({ label, value: String(value) }));
          return {
            id: event.id,
            at: event.at.toISOString(),
            kind: event.kind,
            severity: problems.has(event.kind) ? 'problem' : good.has(event.kind) ? 'good' : 'info',
            ...(event.actor === undefined ? {} : { actor: event.actor }),
            ...(event.reason === undefined ? {} : { reason: event.reason }),
            ...(details.length === 0 ? {} : { details }),
          };
        }),
        ...(page.before === undefined ? {} : { before: page.before }),
      };
    },
  );
}
