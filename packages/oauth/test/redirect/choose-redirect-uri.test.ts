import t from 'tap';
import { type CallbackHost, type ConnectionConfigId, chooseRedirectUri } from '../../src/index.js';

const connectionConfigId = '0192f0c1-a2b3-7c4d-8e5f-60718293a4b5' as ConnectionConfigId;
const path = '/callback/cfg_0192f0c1a2b37c4d8e5f60718293a4b5/production';
const region = 'https://oauth2.latchkey.example';
const own = 'https://oauth2.acme.example';

const choose = (
  callbackHost: CallbackHost | undefined,
  { callback = {}, origin }: { callback?: Parameters<typeof chooseRedirectUri>[1]['callback']; origin?: string } = {},
) =>
  chooseRedirectUri(
    { connectionConfigId, environment: 'production', ...(callbackHost ? { callbackHost } : {}) },
    { callback },
    { publicBaseUrl: region, ...(origin === undefined ? {} : { origin }) },
  );

const at = (state: CallbackHost['state']): CallbackHost => ({ host: 'oauth2.acme.example', state });

t.test('redirect URIs are on the domain that the environment names, while it is verified', async (t) => {
  t.same(choose(undefined), { kind: 'chosen', redirectUri: `${region}${path}` });
  t.same(choose(at('verified'), { origin: region }), { kind: 'chosen', redirectUri: `${own}${path}` });
  for (const state of ['pending', 'lapsed'] as const)
    t.match(choose(at(state)), {
      kind: 'misconfigured',
      field: 'environments.production.domainId',
      message: 'not verified',
    });
  const fixed = 'urn:ietf:wg:oauth:2.0:oob';
  t.same(choose(at('lapsed'), { callback: { redirectUri: fixed } }), { kind: 'chosen', redirectUri: fixed });
});

t.test('without a state an answer cannot be handed back to another host', async (t) => {
  const callback = { state: 'dropped' } as const;
  t.match(choose(at('verified'), { callback, origin: region }), { kind: 'misconfigured', message: own });
  t.match(choose(undefined, { callback, origin: own }), { kind: 'misconfigured', message: region });
  t.match(choose(at('verified'), { callback, origin: own }), { kind: 'chosen' });
});
