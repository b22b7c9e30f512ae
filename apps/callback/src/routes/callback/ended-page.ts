import type { FlowEnd } from '@latchkey/db';
import type { AuthorizationOutcome } from '@latchkey/oauth';
import type { FastifyRequest } from 'fastify';
import { renderFailurePage, renderSuccessPage } from '../../pages/index.js';
import { csrfToken, sessionCookie } from '../../plugins/browser-session.js';
import { languageOf } from '../../plugins/wizard-session.js';

/** Our own page for a flow that ended, where the vendor has none. */
export function endedPage(
  request: FastifyRequest,
  completed: Extract<AuthorizationOutcome, { readonly kind: 'succeeded' | 'failed' }>,
  end: FlowEnd,
): string {
  const data = {
    lang: end.lang ?? languageOf(request),
    connectionId: end.redirect.connectionId,
    display: end.display,
    organization: { name: end.organizationName },
    integration: { name: end.integrationName },
    provider: { name: end.providerName },
    ...(end.wizardSessionId ? { backUrl: `/wizard/${end.wizardSessionId}` } : {}),
  };
  if (completed.kind === 'succeeded')
    return renderSuccessPage({
      ...data,
      ...(end.accountLabel ? { accountLabel: end.accountLabel } : {}),
      ...(end.customerName ? { customer: { name: end.customerName } } : {}),
      scopes: end.grantedScopes.map((scope) => end.scopeLabels[scope] ?? scope),
      environment: end.environment,
    });
  const cookie = end.wizardSessionId ? sessionCookie(request, end.wizardSessionId) : undefined;
  const { description, error } = completed.details;
  const said = [error, description].filter((text) => text !== undefined).join(': ');
  return renderFailurePage({
    ...data,
    error: completed.error,
    ...(said === '' ? {} : { providerText: said }),
    requestId: request.id,
    at: new Date().toISOString(),
    ...(cookie && end.wizardSessionId
      ? {
          retry: {
            action: `/connect/${end.redirect.connectionId}`,
            fields: { csrf: csrfToken(cookie), wizard: end.wizardSessionId },
          },
        }
      : {}),
  });
}
