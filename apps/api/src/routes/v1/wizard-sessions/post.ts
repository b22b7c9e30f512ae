import type { TenantTransaction } from '@latchkey/db';
import {
  computePermissions,
  createWizardSession,
  listOrigins,
  readCustomer,
  readDomain,
  readInstance,
  readUser,
  type WizardSubject,
} from '@latchkey/db/management';
import { baseUrlAt, formatId, randomToken, returnUrlProblem, sha256 } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import type { Route } from '../../../api.js';
import type { ApiDeps } from '../../../api-deps.js';
import { makeChange } from '../../../change.js';
import { notFound, unprocessable } from '../../../errors.js';
import { answers, body, ref } from '../../../wire/schema.js';
import { WizardSession } from '../../../wire/wizard-session.js';
import { idMember } from '../../../wire-ids.js';

const ticketSeconds = 60;

const Body = body({
  instanceId: Type.Optional(Type.String()),
  customerId: Type.Optional(Type.String()),
  userId: Type.Optional(Type.String()),
  returnUrl: Type.Optional(Type.String({ maxLength: 2000 })),
  domainId: Type.Optional(
    Type.String({ description: 'The verified custom domain to open the wizard at; the region’s host when left out.' }),
  ),
  lang: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', examples: ['en'] })),
});

/** POST /v1/wizard-sessions */
export const createWizardSessionRoute: Route = (api, deps) =>
  api.post(
    '/wizard-sessions',
    {
      config: { scope: 'wizard:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createWizardSession',
        tags: ['wizard'],
        summary: "Let one browser into a customer's wizard",
        description: `Answers a ticket that lives ${ticketSeconds} seconds. The vendor's page posts it to \`url\` by a top-level form, from a registered origin. Give \`instanceId\` for one instance's connections, or \`customerId\` for all of the customer's; \`userId\` is who will be there, and brings that user's own connections.`,
        body: Body,
        response: answers(
          { 201: ref(WizardSession) },
          'not_found',
          'unprocessable',
          'idempotent_repeat_of_secret',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const { returnUrl, lang } = request.body;
      const ticket = randomToken(deps.ports.random, 32);
      const ticketHash = await sha256(ticket);
      const session = await makeChange(deps, request, {
        action: 'wizard_session.created',
        repeat: 'secret',
        async work(tx) {
          const subject = await findSubject(tx, organizationId, request.body);
          if (returnUrl !== undefined) await checkReturnUrl(deps, tx, organizationId, returnUrl);
          const baseUrl = await chooseHost(deps, tx, organizationId, request.body.domainId);
          const permissions = await computePermissions(tx, organizationId, subject);
          const row = await createWizardSession(tx, organizationId, {
            ...subject,
            ticketHash,
            ticketSeconds,
            permissions,
            ...(returnUrl === undefined ? {} : { returnUrl }),
            ...(lang === undefined ? {} : { lang }),
          });
          return { id: row.id, result: { ...row, baseUrl }, details: { ...subject, connections: permissions.length } };
        },
      });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({
          id: formatId('wizard_session', session.id),
          url: `${session.baseUrl}/wizard/sessions`,
          ticket,
          expiresAt: session.expiresAt.toISOString(),
        });
    },
  );

async function findSubject(
  tx: TenantTransaction,
  organizationId: string,
  given: Static<typeof Body>,
): Promise<WizardSubject> {
  const { instanceId } = idMember('instanceId', 'instance', given.instanceId);
  const { userId } = idMember('userId', 'user', given.userId);
  let { customerId } = idMember('customerId', 'customer', given.customerId);
  if (instanceId !== undefined) {
    const instance = await readInstance(tx, organizationId, instanceId);
    if (!instance) throw notFound('instance', 'instanceId');
    if (customerId !== undefined && customerId !== instance.customerId)
      throw unprocessable('customerId', 'is not the customer of this instance: leave it out');
    customerId = instance.customerId;
  }
  if (customerId === undefined) throw unprocessable('instanceId', 'is required, unless customerId is given');
  if (!(await readCustomer(tx, organizationId, customerId))) throw notFound('customer', 'customerId');
  if (userId !== undefined && !(await readUser(tx, organizationId, customerId, userId)))
    throw notFound('user of this customer', 'userId');
  return { customerId, ...(instanceId ? { instanceId } : {}), ...(userId ? { userId } : {}) };
}

/** The base URL of the host that the wizard is opened at. */
async function chooseHost(
  deps: Pick<ApiDeps, 'callbackPublicUrl' | 'wizardPublicUrl'>,
  tx: TenantTransaction,
  organizationId: string,
  given: string | undefined,
): Promise<string> {
  const { domainId } = idMember('domainId', 'domain', given);
  if (domainId === undefined) return deps.wizardPublicUrl ?? deps.callbackPublicUrl;
  const domain = await readDomain(tx, organizationId, domainId);
  if (!domain) throw notFound('domain', 'domainId');
  if (domain.state !== 'verified') throw unprocessable('domainId', `must be a verified domain: ${domain.host} is not`);
  return baseUrlAt(domain.host, deps.callbackPublicUrl);
}

async function checkReturnUrl(
  deps: Pick<ApiDeps, 'loopback'>,
  tx: TenantTransaction,
  organizationId: string,
  returnUrl: string,
): Promise<void> {
  const problem = returnUrlProblem(returnUrl, deps.loopback === 'development' ? 'allowed' : 'refused');
  if (problem) throw unprocessable('returnUrl', problem);
  const { origin } = new URL(returnUrl);
  if (!(await listOrigins(tx, organizationId)).includes(origin))
    throw unprocessable(
      'returnUrl',
      `must be on a registered origin: register ${origin} with PUT /v1/organization/origins`,
    );
}
