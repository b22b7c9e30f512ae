import type { Definition } from '@latchkey/oauth';
import type { Attack } from './attack.js';
import { connectsHonestly, eve, held, mara, stolen } from './loot.js';
import { makeTarget, type Target, type TargetOptions } from './target.js';
import type { World } from './world.js';

const caughtAt = ({ malicious }: World) => `${malicious.url}/caught`;

/** Every way of writing a redirect_uri of one's own into a definition. */
function overridden(world: World, { definition }: Target): readonly Definition[] {
  const url = `${world.provider.url}/authorize`;
  const redirectUri = caughtAt(world);
  const names = ['redirect_uri', 'Redirect_URI', 'redirect%5Furi', 'redirect.uri', 'redirect_uri[]', 'ｒedirect_uri'];
  const inQuery = ['redirect_uri', 'REDIRECT_URI', 'redirect%5Furi', 'redirect+uri', '%72edirect_uri'];
  return [
    ...names.map((name) => ({ ...definition, authorize: { url, parameters: { [name]: redirectUri } } })),
    ...inQuery.map((name) => ({ ...definition, authorize: { url: `${url}?${name}=${redirectUri}` } })),
    { ...definition, authorize: { url, parameters: { request_uri: redirectUri } } },
    { ...definition, authorize: { url, names: { state: 'redirect_uri' } } },
  ];
}

/**
 * Whoever may write configs wants the codes of the people who connect. The provider takes the first of two parameters of
 * a name, and knows a page of the attacker's as a redirect URI of this client, as where an open redirect was overlooked.
 */
export const overrideByConfig: Attack = {
  name: 'parameter override, by a config’s extra parameters',
  defence: 'a definition sets no parameter of the flow’s own, in any case or encoding',
  async attack(world) {
    const target = await makeTarget(world, world.acme, { redirectUris: [caughtAt(world)] });
    const key = await world.stolenKey(world.acme, ['configs:read', 'configs:write']);
    const victim = await world.person(mara);
    const go = async () => {
      await victim.openWizard(target);
      const { url } = await victim.begin(target);
      if (url !== '') await victim.page.goto(url);
    };
    for (const definition of overridden(world, target)) {
      const { status } = await key.call('PATCH', `/v1/connection-configs/${target.configId}`, { definition });
      if (status === 200) await go();
    }
    await go();
    return stolen(world, /^a code of mara/);
  },
  honest: (world) =>
    connectsHonestly(world, {
      definition: { authorize: { url: `${world.provider.url}/authorize?tenant=7`, parameters: { prompt: 'consent' } } },
    }),
  // The API has no seam behind which a definition is judged: the door says what such a definition would have made it say.
  without: (world) => ({
    door: (app) =>
      app.addHook('onSend', async (request, _reply, payload) => {
        if (!request.url.startsWith('/connect/')) return payload;
        const first = `?redirect_uri=${encodeURIComponent(caughtAt(world))}&amp;`;
        return String(payload).replaceAll(/(\/authorize)\?/g, `$1${first}`);
      }),
  }),
};

/** A customer adds parameters to their own callback; one that went out before ours would buy what a person may not have. */
export const overrideByCallback: Attack = {
  name: 'parameter override, by forwarded callback parameters',
  defence: 'only parameters that the definition names are forwarded, and none of the flow’s own can be named',
  async attack(world) {
    const target = await makeTarget(world, world.acme, realms(world));
    const attacker = await world.person(eve);
    await attacker.openWizard(target);
    const { url } = await attacker.begin(target);
    const callback = await attacker.consentAt(url);
    callback.searchParams.set('grant_type', 'client_credentials');
    await attacker.page.goto(callback.href);
    return await held(world, target, `the application ${target.clientId} itself`);
  },
  async honest(world) {
    const loot = await connectsHonestly(world, realms(world));
    const realm = world.provider.tokenRequests.at(-1)?.parameters.getAll('realm').join();
    return { got: realm === 'north' ? loot.got : 'nothing', what: `${loot.what}, of the realm ${realm}` };
  },
  without: () => {
    let query = '';
    return {
      arrives(request) {
        const url = request.url ?? '';
        if (url.startsWith('/callback/')) query = url.split('?')[1] ?? '';
      },
      ports: ({ transport }) => ({
        transport: {
          send: (request, limits) =>
            transport.send(request.body ? { ...request, body: `${query}&${request.body}` } : request, limits),
        },
      }),
    };
  },
};

/** A provider that says in its answer which of its realms the account is in, and wants to hear it again. */
const realms = ({ provider }: World): TargetOptions => ({
  definition: { token: { url: `${provider.url}/token`, forward: ['realm'] } },
  providersClient: { extra: { realm: 'north' } },
});
