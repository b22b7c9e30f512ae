import {
  type Definition,
  type DeviceAuthorizationId,
  type GrantId,
  type PollResult,
  type Ports,
  pollDueDevices,
  startDeviceAuthorization,
  validateDefinition,
  type WizardSessionId,
} from '@latchkey/oauth';
import { type ConnectionRow, startAuthorizationServer } from '@latchkey/oauth/testing';
import t, { type Test } from 'tap';
import { addConnection, clientMetadata, type Place, placeBefore, tokensOf } from './demanding.js';

const clientSecret = 'a secret';
const urn = 'urn:ietf:params:oauth:grant-type:device_code';
const page = (ctx: { body?: unknown }, form = '') => {
  ctx.body = `<!doctype html><title>Device</title>${form}`;
};

/** An `oidc-provider` with its device flow, whose pages are as plain as can be. */
async function lampBefore(t: Test): Promise<Place> {
  return await placeBefore(t, () => ({
    clients: [
      {
        ...clientMetadata,
        ...{ client_secret: clientSecret, grant_types: [urn, 'refresh_token'], redirect_uris: [], response_types: [] },
      },
    ],
    ttl: {
      ...{ DeviceCode: 600, AccessToken: 600, Grant: 3600, IdToken: 600, Interaction: 600 },
      ...{ RefreshToken: 3600, Session: 3600 },
    },
    features: {
      deviceFlow: {
        ...{ enabled: true, charset: 'base-20', mask: '****-****' },
        userCodeInputSource: async (ctx, form) => page(ctx, form),
        userCodeConfirmSource: async (ctx, form) => page(ctx, form),
        successSource: async (ctx) => page(ctx, 'allowed'),
      },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
  }));
}

function deviceDefinition(change: Partial<Definition>): Definition {
  const validated = validateDefinition({ name: 'Lamp', grantType: 'device_code', ...change });
  if (validated.kind === 'invalid') throw new Error(JSON.stringify(validated.problems));
  return validated.definition;
}

/** Real requests, on the rows' own simulated time. */
const portsOf = ({ world, ports }: Place): Ports => ({ ...ports, clock: world.clock });

async function begin(place: Place, { organizationId, id: connectionId }: ConnectionRow) {
  const { world } = place;
  const started = await startDeviceAuthorization(portsOf(place), {
    deviceAuthorizationId: world.newId() as DeviceAuthorizationId,
    wizardSessionId: world.newId() as WizardSessionId,
    ...{ organizationId, connectionId },
  });
  const row = [...world.database.devices.values()].at(-1);
  if (started.kind !== 'started' || !row) throw new Error(JSON.stringify(started));
  return row.authorization;
}

/** So many seconds later, what came of the poll that was due. */
async function pollAfter(place: Place, seconds: number): Promise<readonly unknown[]> {
  const { world } = place;
  await world.clock.advance(seconds * 1000);
  const results: (PollResult | { readonly kind: 'threw'; readonly error: unknown })[] = [];
  const work = await pollDueDevices(portsOf(place), {
    slots: 10,
    newGrantId: () => world.newId() as GrantId,
    onResult: (_, result) => void results.push(result),
  });
  await work.settled;
  return results;
}

/** Goes to the address with the code in it, says yes or no, and is signed in on the way. */
async function decide(address: string, decision: 'confirm' | 'abort'): Promise<string> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  let form: URLSearchParams | undefined;
  let said: 'confirm' | 'abort' | undefined;
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    form = undefined;
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const text = await answer.text();
    if (location !== null) {
      url = new URL(location, url);
      continue;
    }
    const fields = [...text.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as [string, string],
    );
    if (fields.length === 0 || said === 'abort') return text;
    if (text.includes('op.deviceConfirmForm')) said = decision;
    form = new URLSearchParams([...fields, ...(said === 'abort' ? [['abort', 'yes']] : [])]);
    url = new URL('/device', url);
  }
  throw new Error('the provider sent the browser in circles');
}

t.test('oidc-provider: a code, polls while nobody decided, and tokens once (RFC 8628)', async (t) => {
  const place = await lampBefore(t);
  const { provider, world } = place;
  const { issuer } = provider;
  const definition = deviceDefinition({
    issuer,
    device: { url: `${issuer}/device/auth` },
    token: { url: `${issuer}/token` },
    revoke: { url: `${issuer}/token/revocation` },
  });
  const connection = await addConnection(place, definition, clientSecret);
  const authorization = await begin(place, connection);
  t.match(authorization.userCode, /^[A-Z]{4}-[A-Z]{4}$/);
  t.equal(authorization.verificationUri, `${issuer}/device`);
  t.strictSame(await pollAfter(place, 5), [{ kind: 'waiting' }]);
  t.match(await decide(authorization.verificationUriComplete ?? '', 'confirm'), 'allowed');
  t.strictSame(await pollAfter(place, 5), [{ kind: 'granted' }]);
  t.match(connection, { status: 'active' });
  const tokens = await tokensOf(place, connection);
  t.ok(tokens.refresh, 'with a refresh token');
  t.strictSame(await pollAfter(place, 60), [], 'nobody polls any more');
  const polls = provider.requests.filter(({ path }) => path === '/token');
  t.equal(polls.length, 2);
  t.match(polls[1]?.body, { grant_type: urn });
  t.strictSame(world.notices, []);
});

t.test('oidc-provider: the person says no', async (t) => {
  const place = await lampBefore(t);
  const { issuer } = place.provider;
  const definition = deviceDefinition({ device: { url: `${issuer}/device/auth` }, token: { url: `${issuer}/token` } });
  const connection = await addConnection(place, definition, clientSecret);
  const authorization = await begin(place, connection);
  await decide(authorization.verificationUriComplete ?? '', 'abort');
  t.match(await pollAfter(place, 5), [{ kind: 'failed', error: 'access_denied' }]);
  t.match(connection, { status: 'pending', lastFailure: 'access_denied' });
});

t.test('a scripted server: slow_down, no answer, no; and who polls too soon is told', async (t) => {
  const place = await placeBefore(t, () => ({ clients: [] }));
  const { world } = place;
  const server = await startAuthorizationServer({
    clients: [{ clientId: clientMetadata.client_id, clientSecret, authMethod: 'client_secret_basic' }],
    now: () => world.clock.now(),
  });
  t.teardown(() => server.close());
  const definition = deviceDefinition({ device: { url: server.deviceUrl }, token: { url: server.tokenUrl } });
  const connection = await addConnection(place, definition, clientSecret);
  const polls = () => server.ledger.tokenRequests(urn);
  const outcomes = () => polls().map(({ outcome }) => outcome);

  const { userCode } = await begin(place, connection);
  t.strictSame(await pollAfter(place, 5), [{ kind: 'waiting' }]);
  server.script({ endpoint: 'token', fault: { kind: 'answer', status: 400, body: { error: 'slow_down' } } });
  t.strictSame(await pollAfter(place, 5), [{ kind: 'waiting' }]);
  t.strictSame(await pollAfter(place, 9), []);
  t.strictSame(await pollAfter(place, 1), [{ kind: 'waiting' }], 'ten seconds apart from now on');
  server.script({ endpoint: 'token', times: 3, fault: { kind: 'drop_before' } });
  t.match(await pollAfter(place, 10), [{ kind: 'waiting', failure: { cause: 'reset' } }]);
  t.strictSame(await pollAfter(place, 9), []);
  t.match(await pollAfter(place, 11), [{ kind: 'waiting', failure: { cause: 'reset' } }], 'ever more slowly');
  t.match(await pollAfter(place, 40), [{ kind: 'waiting', failure: { cause: 'reset' } }]);
  server.decideDevice(userCode, 'allow');
  t.strictSame(await pollAfter(place, 60), [{ kind: 'granted' }]);
  t.match(connection, { status: 'active' });
  t.notOk(outcomes().includes('refused:slow_down'), 'the server itself never found us too fast');
  t.equal(outcomes().at(-1), 'issued');

  const denied = await begin(place, connection);
  server.decideDevice(denied.userCode, 'deny');
  t.match(await pollAfter(place, 5), [{ kind: 'failed', error: 'access_denied' }]);
  t.match(connection, { status: 'active', lastFailure: 'access_denied' }, 'what was connected stays');

  await begin(place, connection);
  server.script({ endpoint: 'token', fault: { kind: 'answer', status: 400, body: { error: 'expired_token' } } });
  t.match(await pollAfter(place, 5), [{ kind: 'failed', error: 'expired' }]);

  const gone = await begin(place, connection);
  await server.goDown();
  t.match(await pollAfter(place, 5), [{ kind: 'waiting', failure: { class: 'later' } }]);
  await server.comeBack();
  server.decideDevice(gone.userCode, 'allow');
  const before = connection.grantId;
  t.strictSame(await pollAfter(place, 20), [{ kind: 'granted' }]);
  t.not(connection.grantId, before);
  t.match(world.database.grants.get(before ?? ''), { state: 'revoking' }, 'the former grant is let go of');
});
