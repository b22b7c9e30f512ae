import {
  type AuthorizationSessionId,
  checkRegistration,
  completeAuthorization,
  type Definition,
  type DeviceAuthorizationId,
  deliverWebhook,
  disconnectConnection,
  discoverAuthorizationServer,
  type GrantId,
  grantDirectly,
  newWebhookSecret,
  type PollResult,
  type Ports,
  pollDueDevices,
  probeAccessToken,
  type RevokeResult,
  refreshGrant,
  registerClient,
  revokeDueGrants,
  secret,
  startAuthorization,
  startDeviceAuthorization,
  validateDefinition,
  type WizardSessionId,
  webhookTimes,
} from '@latchkey/oauth';
import type { ConnectionRow, MemoryWorld } from '@latchkey/oauth/testing';

/** The engine on memory ports with the real transport, and the address of its authorization server. */
export interface Place {
  readonly world: MemoryWorld;
  /** With the real clock, for requests. */
  readonly ports: Ports;
  readonly url: string;
}

/** One kind of outbound call. */
export interface Call {
  /** The file of the engine that sends it. */
  readonly sentBy: string;
  /** Where at the authorization server it goes. */
  readonly path: string;
  /** Everything up to the call; it answers how to make the call, which says whether the call reached its end. */
  prepare(place: Place): Promise<() => Promise<'reached' | 'failed'>>;
}

const redirectUri = 'https://latchkey.example/callback/here';
const browserHash = new Uint8Array(32).fill(7);

function definition({ url }: Place, change: Partial<Definition> = {}): Definition {
  const plain = {
    name: 'Bouncing',
    authorize: { url: `${url}/authorize` },
    token: { url: `${url}/token` },
    refresh: { url: `${url}/refresh` },
    revoke: { url: `${url}/revoke` },
  };
  const validated = validateDefinition({ ...plain, ...change });
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  return validated.definition;
}

function start({ world, ports }: Place, { organizationId, id: connectionId }: ConnectionRow) {
  return startAuthorization(ports, {
    authorizationSessionId: world.newId() as AuthorizationSessionId,
    ...{ organizationId, connectionId, browserHash, display: 'page', region: 'eu' },
    publicBaseUrl: 'https://latchkey.example',
  });
}

async function connect(place: Place, connection: ConnectionRow) {
  const started = await start(place, connection);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const state = new URL(started.authorizationUrl).searchParams.get('state') ?? '';
  return await completeAuthorization(place.ports, {
    grantId: place.world.newId() as GrantId,
    connectionConfigId: connection.connectionConfigId,
    environment: connection.environment,
    parameters: [
      ['code', 'code-1'],
      ['state', state],
    ],
    browserHashes: [browserHash],
    region: 'eu',
  });
}

const said = (isReached: boolean) => (isReached ? 'reached' : 'failed');

/** Connecting, where the definition makes the call. */
function whileConnecting(sentBy: string, path: string, change: (url: string) => Partial<Definition>): Call {
  return {
    ...{ sentBy, path },
    async prepare(place) {
      const connection = await place.world.addConnection({ definition: definition(place, change(place.url)) });
      return async () => said((await connect(place, connection)).kind === 'succeeded');
    },
  };
}

async function connected(place: Place, change: Partial<Definition> = {}): Promise<ConnectionRow> {
  const connection = await place.world.addConnection({ definition: definition(place, change) });
  const completed = await connect(place, connection);
  if (completed.kind !== 'succeeded') throw new Error(JSON.stringify(completed));
  return connection;
}

/** The valid definition of a provider without an authorization endpoint. */
function withoutBrowser(given: object): Definition {
  const validated = validateDefinition({ name: 'Bouncing', ...given });
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  return validated.definition;
}

async function waitingDevice(place: Place) {
  const { world, url } = place;
  const asked = withoutBrowser({
    ...{ grantType: 'device_code', device: { url: `${url}/device` }, token: { url: `${url}/token` } },
  });
  const { organizationId, id: connectionId } = await world.addConnection({ definition: asked });
  const ports = { ...place.ports, clock: world.clock };
  return {
    ports,
    begin: async () =>
      await startDeviceAuthorization(ports, {
        deviceAuthorizationId: world.newId() as DeviceAuthorizationId,
        wizardSessionId: world.newId() as WizardSessionId,
        ...{ organizationId, connectionId },
      }),
  };
}

/** What is asked of a registration before a customer comes; only where it went is of interest here. */
function preflight(sentBy: string, path: string): Call {
  return {
    ...{ sentBy, path },
    async prepare(place) {
      const tried = definition(place, { issuer: place.url });
      return async () => {
        await checkRegistration(place.ports, {
          ...{ definition: tried, origin: 'inline', scopes: [], environment: 'production', redirectUri, inputs: {} },
          ...{ secretInputs: {}, client: { clientId: 'client-1', current: secret('a secret') } },
        });
        return 'failed';
      };
    },
  };
}

/** Every kind of call that the engine makes. It asks for no JWKS: the only key sets are its own. */
export const calls: Readonly<Record<string, Call>> = {
  token: whileConnecting('token/obtain-tokens.ts', '/token', () => ({})),
  exchange: whileConnecting('token/obtain-tokens.ts', '/exchange', (url) => ({ exchange: { url: `${url}/exchange` } })),
  step: whileConnecting('token/obtain-tokens.ts', '/step', (url) => ({
    steps: [{ name: 'account', url: `${url}/step`, captures: [{ name: 'account_id', path: 'id' }] }],
  })),
  'direct grant': {
    ...{ sentBy: 'token/obtain-tokens.ts', path: '/token' },
    async prepare(place) {
      const { world, ports, url } = place;
      const asked = withoutBrowser({ grantType: 'client_credentials', token: { url: `${url}/token` } });
      const { organizationId, id: connectionId } = await world.addConnection({ definition: asked });
      const grantId = world.newId() as GrantId;
      return async () =>
        said((await grantDirectly(ports, { grantId, organizationId, connectionId })).kind === 'granted');
    },
  },
  'pushed authorization request': {
    ...{ sentBy: 'authorize/pushed-authorization-request.ts', path: '/par' },
    async prepare(place) {
      const authorize = { url: `${place.url}/authorize`, pushedUrl: `${place.url}/par` };
      const connection = await place.world.addConnection({ definition: definition(place, { authorize }) });
      return async () => said((await start(place, connection)).kind === 'started');
    },
  },
  introspection: {
    ...{ sentBy: 'introspect/introspect-token.ts', path: '/introspect' },
    async prepare(place) {
      const { world, ports } = place;
      const introspect = { url: `${place.url}/introspect` };
      const { organizationId, id: connectionId } = await connected(place, { introspect });
      world.notices.length = 0;
      return async () =>
        said((await probeAccessToken(ports, { organizationId, connectionId, secretInputs: {} })).kind === 'worked');
    },
  },
  probe: {
    ...{ sentBy: 'token/probe-access-token.ts', path: '/probe' },
    async prepare(place) {
      const api = { probe: { url: `${place.url}/probe` } };
      const { organizationId, id: connectionId } = await connected(place, { api });
      return async () =>
        said(
          (await probeAccessToken(place.ports, { organizationId, connectionId, secretInputs: {} })).kind === 'worked',
        );
    },
  },
  refresh: {
    ...{ sentBy: 'refresh/ask-for-tokens.ts', path: '/refresh' },
    async prepare(place) {
      const { world, ports } = place;
      await connected(place);
      await world.clock.advance(3_600_000);
      const due = { holder: ports.holder, times: ports.times, limit: 1, takeover: 'allowed' } as const;
      const [claim] = await ports.grants.claimDue(due);
      if (!claim) throw new Error('nothing is due');
      const sendBefore = ports.clock.monotonic() + 10_000;
      return async () => said((await refreshGrant(ports, { ...claim, sendBefore })).kind === 'refreshed');
    },
  },
  revocation: {
    ...{ sentBy: 'revoke/revoke-grant.ts', path: '/revoke' },
    async prepare(place) {
      const { organizationId, id: connectionId } = await connected(place);
      await disconnectConnection(place.ports, { organizationId, connectionId });
      return async () => {
        const results: (RevokeResult | { readonly kind: 'threw' })[] = [];
        const onResult = (_: string, result: RevokeResult | { readonly kind: 'threw' }) => void results.push(result);
        await (await revokeDueGrants(place.ports, { slots: 1, onResult })).settled;
        const [result] = results;
        return said(result?.kind === 'ended' && result.outcome === 'revoked');
      };
    },
  },
  'device authorization': {
    ...{ sentBy: 'device/start-device-authorization.ts', path: '/device' },
    async prepare(place) {
      const { begin } = await waitingDevice(place);
      return async () => said((await begin()).kind === 'started');
    },
  },
  'device poll': {
    ...{ sentBy: 'token/obtain-tokens.ts', path: '/token' },
    async prepare(place) {
      const { begin, ports } = await waitingDevice(place);
      await begin();
      await place.world.clock.advance(5_000);
      return async () => {
        const results: (PollResult | { readonly kind: 'threw' })[] = [];
        const work = await pollDueDevices(ports, {
          ...{ slots: 1, newGrantId: () => place.world.newId() as GrantId },
          onResult: (_, result) => void results.push(result),
        });
        await work.settled;
        return said(results[0]?.kind === 'granted');
      };
    },
  },
  discovery: {
    ...{ sentBy: 'provider/discovery.ts', path: '/.well-known' },
    prepare:
      async ({ ports, url }) =>
      async () =>
        said((await discoverAuthorizationServer(ports, url)).kind === 'discovered'),
  },
  registration: {
    ...{ sentBy: 'register/register-client.ts', path: '/register' },
    async prepare(place) {
      const registration = { url: `${place.url}/register` };
      const wanted = { clientName: 'Latchkey', redirectUri, jwksUri: 'https://latchkey.example/jwks', scopes: [] };
      const known = definition(place, { registration });
      return async () => said((await registerClient(place.ports, known, {}, wanted)).kind === 'registered');
    },
  },
  webhook: {
    ...{ sentBy: 'webhook/deliver-webhook.ts', path: '/revoke' },
    prepare: async ({ ports, url, world }) => {
      const message = { id: world.newId(), type: 'webhook.test', at: 0, data: {} };
      const delivery = { ...message, deliveryId: world.newId(), attempts: 0 };
      const signing = { secrets: [newWebhookSecret(ports.random)], failures: 0 };
      // Any address that takes a POST; vendors' are no different.
      const lane = { url: `${url}/revoke` };
      return async () =>
        said((await deliverWebhook(ports, webhookTimes, lane, delivery, signing)).failed === undefined);
    },
  },
  'preflight of the client': preflight('preflight/check-client.ts', '/token'),
  'preflight of the callback URL': preflight('preflight/check-redirect-uri.ts', '/authorize'),
  'preflight of the revocation endpoint': preflight('preflight/check-revocation.ts', '/revoke'),
};
