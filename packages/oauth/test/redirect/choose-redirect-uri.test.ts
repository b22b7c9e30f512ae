import t from 'tap';
import { type CallbackHost, type ConnectionConfigId, chooseRedirectUri, type Definition } from '../../src/index.js';
import { plainDefinition } from '../../testing/index.js';

const connectionConfigId = '0192f0c1-a2b3-7c4d-8e5f-60718293a4b5' as ConnectionConfigId;
const path = '/callback/cfg_0192f0c1a2b37c4d8e5f60718293a4b5/production';
const region = 'https://oauth2.latchkey.example';
const own = 'https://oauth2.acme.example';

const choose = (
  callbackHost: CallbackHost | undefined,
  {
    callback = {},
    origin,
    definition = plainDefinition,
    inputs = {},
  }: {
    callback?: Parameters<typeof chooseRedirectUri>[1]['callback'];
    origin?: string;
    definition?: Definition;
    inputs?: Readonly<Record<string, string>>;
  } = {},
) =>
  chooseRedirectUri(
    { connectionConfigId, environment: 'production', definition, inputs, ...(callbackHost ? { callbackHost } : {}) },
    { callback },
    { publicBaseUrl: region, ...(origin === undefined ? {} : { origin }) },
  );

const at = (state: CallbackHost['state']): CallbackHost => ({ host: 'oauth2.acme.example', state });

t.test('redirect URIs are on the domain that the environment names, while it is verified', async (t) => {
  t.same(await choose(undefined), { kind: 'chosen', redirectUri: `${region}${path}` });
  t.same(await choose(at('verified'), { origin: region }), { kind: 'chosen', redirectUri: `${own}${path}` });
  for (const state of ['pending', 'lapsed'] as const)
    t.match(await choose(at(state)), {
      kind: 'misconfigured',
      field: 'environments.production.domainId',
      message: 'not verified',
    });
  const fixed = 'urn:ietf:wg:oauth:2.0:oob';
  t.same(await choose(at('lapsed'), { callback: { redirectUri: fixed } }), { kind: 'chosen', redirectUri: fixed });
});

t.test('without a state an answer cannot be handed back to another host', async (t) => {
  const callback = { state: 'dropped' } as const;
  t.match(await choose(at('verified'), { callback, origin: region }), { kind: 'misconfigured', message: own });
  t.match(await choose(undefined, { callback, origin: own }), { kind: 'misconfigured', message: region });
  t.match(await choose(at('verified'), { callback, origin: own }), { kind: 'chosen' });
});

t.test('where an input chooses the server, each server has its own', async (t) => {
  const host = { name: 'host', label: 'Host', type: 'host', hosts: ['*'], visibility: 'customer' } as const;
  const definition: Definition = {
    ...plainDefinition,
    client: { owner: 'connection' },
    inputs: [host],
    authorize: { url: 'https://{host}/authorize' },
    token: { url: 'https://{host}/token' },
  };
  const at = (inputs: Readonly<Record<string, string>>, host?: CallbackHost) => choose(host, { definition, inputs });
  const [one, other] = [await at({ host: 'a.example' }), await at({ host: 'b.example' })];
  t.match(one, { kind: 'chosen', redirectUri: /production\/[\w-]{22}$/ });
  t.strictNotSame(one, other);
  t.match(await at({ host: 'a.example' }, { host: 'oauth2.acme.example', state: 'verified' }), {
    redirectUri: new RegExp(`^${own}${path}/[\\w-]{22}$`),
  });
  t.match(await at({}), { kind: 'misconfigured', field: 'inputs.host' });
});
