import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { errors, InteractionResults } from 'oidc-provider';
import { errorPage } from '../error-page.js';
import type { Page } from '../page.js';
import { pageSender } from '../site-server.js';
import { accountForEmail, emailOfAccount } from './accounts.js';
import { consentPage } from './pages/consent.js';
import { continuePage } from './pages/continue.js';
import { loginPage } from './pages/login.js';
import { site } from './pages/site.js';
import type { RecordStore } from './record-store.js';
import { knownScopes, scopeMeanings } from './scopes.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
type InteractionRequest = FastifyRequest<{
  Params: { uid: string };
  Body: Record<string, string | string[]> | undefined;
}>;

const denied = { error: 'access_denied', error_description: 'The person said no' } as const;

const gonePage: Page = errorPage({
  title: 'This page is out of date',
  text: 'It was already used, or too much time has passed. Go back to the application you came from and try again.',
});

const sendPage = pageSender(site);

/** The login and consent pages that `oidc-provider` sends the browser to, and the answers to their forms. */
export function addInteractionRoutes(app: FastifyInstance, provider: Provider, store: RecordStore): void {
  /** The interaction this browser is in (by its cookie); undefined when it is over or another one. */
  const interactionOf = async (request: InteractionRequest, reply: FastifyReply): Promise<Interaction | undefined> => {
    try {
      const interaction = await provider.interactionDetails(request.raw, reply.raw);
      return interaction.uid === request.params.uid ? interaction : undefined;
    } catch (error) {
      if ((error as errors.OIDCProviderError).error === 'invalid_request') return undefined;
      throw error;
    }
  };
  const clientNameOf = async (interaction: Interaction): Promise<string> => {
    const client = await provider.Client.find(String(interaction.params.client_id));
    return client?.clientName ?? String(interaction.params.client_id);
  };
  const finish = async (request: InteractionRequest, reply: FastifyReply, result: InteractionResults) => {
    const returnTo = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    });
    return sendPage(reply, continuePage(returnTo));
  };

  app.get('/interaction/:uid', async (request: InteractionRequest, reply) => {
    const interaction = await interactionOf(request, reply);
    if (!interaction) return sendPage(reply, gonePage, 400);
    const { uid, params, session } = interaction;
    const clientName = await clientNameOf(interaction);
    const email = emailOfAccount(store, session?.accountId);
    if (interaction.prompt.name === 'login' || email === undefined)
      return sendPage(reply, loginPage({ uid, clientName }));
    return sendPage(reply, consentPage({ uid, clientName, email, scopes: knownScopes(String(params.scope ?? '')) }));
  });

  app.get('/interaction/:uid/account', async (request: InteractionRequest, reply) => {
    const interaction = await interactionOf(request, reply);
    if (!interaction) return sendPage(reply, gonePage, 400);
    return sendPage(reply, loginPage({ uid: interaction.uid, clientName: await clientNameOf(interaction) }));
  });

  app.post('/interaction/:uid/login', async (request: InteractionRequest, reply) => {
    const interaction = await interactionOf(request, reply);
    if (!interaction) return sendPage(reply, gonePage, 400);
    const email = String(request.body?.email ?? '').trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
      const problem = 'Enter an e-mail address such as mara@example.com. It need not exist.';
      return sendPage(
        reply,
        loginPage({ uid: interaction.uid, clientName: await clientNameOf(interaction), email, problem }),
        422,
      );
    }
    return finish(request, reply, { login: { accountId: accountForEmail(store, email) } });
  });

  app.post('/interaction/:uid/cancel', async (request: InteractionRequest, reply) => {
    if (!(await interactionOf(request, reply))) return sendPage(reply, gonePage, 400);
    return finish(request, reply, denied);
  });

  app.post('/interaction/:uid/consent', async (request: InteractionRequest, reply) => {
    const interaction = await interactionOf(request, reply);
    if (interaction?.session === undefined) return sendPage(reply, gonePage, 400);
    if (request.body?.decision !== 'allow') return finish(request, reply, denied);
    const ticked = new Set([request.body.scope ?? []].flat());
    const requested = knownScopes(String(interaction.params.scope ?? ''));
    const isGranted = (scope: string): boolean => scopeMeanings[scope]?.choice === 'required' || ticked.has(scope);
    // A grant of its own for each consent: revoking an older one must not take this one with it.
    const grant = new provider.Grant({
      accountId: interaction.session.accountId,
      clientId: String(interaction.params.client_id),
    });
    grant.addOIDCScope(requested.filter(isGranted));
    const rejected = requested.filter((scope) => !isGranted(scope));
    if (rejected.length > 0) grant.rejectOIDCScope(rejected);
    const { missingOIDCClaims } = interaction.prompt.details as { readonly missingOIDCClaims?: string[] };
    if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
    return finish(request, reply, { consent: { grantId: await grant.save() } });
  });
}
