import { type Actor, findWizardSession, readWizardView, type WizardSession } from '@latchkey/db';
import { type ConnectionId, parseId } from '@latchkey/oauth';
import type { WizardState } from '@latchkey/sdk';
import type { FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../callback-deps.js';
import { BrowserRefusal } from '../errors.js';
import { type Permissions, wizardState } from '../wizard-state.js';
import { browserHash, csrfToken, isCsrfToken, isSameOrigin, sessionCookie } from './browser-session.js';
import { isServed } from './served-host.js';

/** A wizard session that this browser holds the cookie of. */
export interface OpenWizard {
  /** `wiz_…` */
  readonly wireId: string;
  readonly session: WizardSession;
  readonly cookie: string;
  readonly permissions: Permissions;
  readonly lang: string;
}

const allVerbs = ['connect', 'disconnect', 'log'] as const;
type Verb = (typeof allVerbs)[number];

/**
 * Finds the session named in the URL or body *and* in this browser's cookie; refuses with 401 when there is none. It
 * lives on from here, unless the page asks by itself.
 */
export async function openWizard(
  deps: CallbackDeps,
  request: FastifyRequest,
  wireId: unknown,
  asks: 'person' | 'page' = 'person',
): Promise<OpenWizard> {
  const expired = new BrowserRefusal(
    401,
    'wizard_session_expired',
    'This page has timed out. Open it again from where you came; nothing you connected is lost.',
  );
  const id = typeof wireId === 'string' ? parseId('wizard_session', wireId) : undefined;
  const cookie = typeof wireId === 'string' ? sessionCookie(request, wireId) : undefined;
  if (!id || !cookie) throw expired;
  const session = await findWizardSession(deps.db, { id, browserHash: browserHash(cookie), asks });
  if (!session || !isServed(request, session.organizationId)) throw expired;
  return {
    wireId: wireId as string,
    session,
    cookie,
    permissions: new Map(
      session.permissions.map(({ connectionId, verbs }) => [
        connectionId,
        allVerbs.filter((verb) => verbs.includes(verb)),
      ]),
    ),
    lang: session.lang ?? languageOf(request),
  };
}

/** For every change: it comes from our own page (Fetch Metadata) and carries the session's anti-forgery token. */
export function assertOwnPage(request: FastifyRequest, wizard: OpenWizard, csrf: unknown): void {
  if (!isSameOrigin(request, request.served.baseUrl))
    throw new BrowserRefusal(403, 'cross_site_request', 'This request did not come from our own page.');
  if (!isCsrfToken(wizard.cookie, csrf))
    throw new BrowserRefusal(403, 'csrf_token_invalid', 'This page is out of date. Reload it and try again.');
}

/** The connection named in a URL, when the session may do this with it; else 404, as if it were not there. */
export function permittedConnection(wizard: OpenWizard, wireId: string, verb: Verb): ConnectionId {
  const id = parseId('connection', wireId);
  if (!id || !wizard.permissions.get(id)?.includes(verb))
    throw new BrowserRefusal(404, 'connection_not_found', 'There is no such connection on this page.');
  return id;
}

/** What the wizard's page shows now. */
export async function currentState(deps: CallbackDeps, wizard: OpenWizard): Promise<WizardState> {
  const { session } = wizard;
  const view = await readWizardView(deps.db, session.organizationId, {
    id: session.id,
    instanceId: session.instanceId,
    connectionIds: [...wizard.permissions.keys()],
  });
  if (!view) throw new BrowserRefusal(401, 'wizard_session_expired', 'This page has timed out.');
  return await wizardState(view, {
    id: wizard.wireId,
    csrfToken: csrfToken(wizard.cookie),
    lang: wizard.lang,
    returnUrl: session.returnUrl,
    permissions: wizard.permissions,
    publicUrl: deps.publicUrl,
  });
}

/** Who acts, as the log shows it. */
export function actorOf(state: WizardState): string {
  return state.user?.name ?? state.user?.email ?? state.customer.name;
}

/** The same for the audit record: what was done with a session begins with how it was made. */
export function actorInAudit({ session }: OpenWizard): Actor {
  return { kind: 'wizard_session', id: session.id };
}

/** The browser's first language that we may show; the message catalogue falls back by itself. */
export function languageOf(request: FastifyRequest): string {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?/.exec(request.headers['accept-language'] ?? '')?.[0] ?? 'en';
}
