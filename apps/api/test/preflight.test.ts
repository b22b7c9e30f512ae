import { startProvider } from '@latchkey/sandbox';
import t, { type Test } from 'tap';
import { clientSecret, deploy } from './deployment.js';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly field: string;
  readonly message: string;
  readonly cure: string;
}

/** A config of the real authorization server of the sandbox, whose client has our callback URL, or another. */
async function configured(
  t: Test,
  key: string,
  given: { readonly secret?: string; readonly registered?: string } = {},
) {
  const provider = await startProvider({ host: '127.0.0.1', port: 0 });
  t.teardown(() => provider.close());
  const config = await call('POST', '/connection-configs', {
    body: {
      key,
      definition: {
        name: 'Books',
        issuer: provider.issuer,
        authorize: { url: `${provider.url}/authorize` },
        token: { url: `${provider.url}/token` },
        revoke: { url: `${provider.url}/revoke` },
        scopes: [{ scope: 'offline_access', need: 'required' }, { scope: 'books.read' }],
      },
      scopes: ['openid', 'books.read', 'offline_access'],
      environments: { production: { clientId: 'acme', clientSecret: given.secret ?? clientSecret } },
    },
  });
  await provider.registerClient({
    clientId: 'acme',
    clientSecret,
    redirectUris: [given.registered ?? config.body.environments.production.callbackUrl],
  });
  const check = async (body: object = {}) => {
    const answer = await call('POST', `/connection-configs/${config.body.id}/check`, { body });
    t.equal(answer.status, 200);
    t.notMatch(JSON.stringify(answer.body), given.secret ?? clientSecret);
    return answer.body.findings as readonly Finding[];
  };
  return { provider, path: `/connection-configs/${config.body.id}`, check };
}

const codesOf = (findings: readonly Finding[], field: string) =>
  findings.filter((one) => one.field === field).map(({ code }) => code);
const place = 'environments.production';

t.test('a right registration at a real authorization server', async (t) => {
  const { check, provider } = await configured(t, 'right');
  const findings = await check();
  t.same(
    findings.filter(({ severity }) => severity !== 'ok'),
    [],
  );
  t.same(codesOf(findings, `${place}.clientSecret`), ['client_accepted']);
  t.same(codesOf(findings, `${place}.callbackUrl`), ['redirect_uri_known']);
  for (const endpoint of ['authorize', 'token', 'revoke'])
    t.same(codesOf(findings, `definition.${endpoint}.url`), ['endpoint_reached'], endpoint);
  t.same(provider.liveGrants(), [], 'nothing was granted');
});

t.test('a wrong secret, a callback URL that is not registered, an unknown client', async (t) => {
  const mistyped = await (await configured(t, 'mistyped', { secret: 'canary-mistyped-3f0b' })).check();
  t.same(codesOf(mistyped, `${place}.clientSecret`), ['client_refused']);
  t.same(codesOf(mistyped, `${place}.callbackUrl`), ['redirect_uri_known']);

  const elsewhere = await (await configured(t, 'elsewhere', { registered: 'https://other.example/cb' })).check();
  t.same(codesOf(elsewhere, `${place}.clientSecret`), ['client_accepted']);
  t.same(codesOf(elsewhere, `${place}.callbackUrl`), ['redirect_uri_unknown']);

  const { path, check } = await configured(t, 'nobody');
  await call('PATCH', path, {
    body: { environments: { production: { clientId: 'nobody', clientSecret: 'x-wrong' } } },
  });
  const nobody = await check();
  t.same(codesOf(nobody, `${place}.clientSecret`), ['client_refused']);
  t.same(codesOf(nobody, `${place}.clientId`), ['authorization_client_unknown']);
});

t.test('endpoints that are not there', async (t) => {
  const { path, check, provider } = await configured(t, 'paths');
  const definition = {
    name: 'Books',
    authorize: { url: `${provider.url}/nowhere` },
    token: { url: 'http://127.0.0.1:9/token' },
  };
  await call('PATCH', path, { body: { definition } });
  const findings = await check({ environment: 'production' });
  t.same(codesOf(findings, 'definition.authorize.url'), ['endpoint_missing']);
  t.same(codesOf(findings, 'definition.token.url'), ['endpoint_unreachable']);
  t.same(codesOf(findings, 'definition.revoke'), ['revocation_missing']);
  for (const { message, cure } of findings) t.ok(message && cure);
});

t.test('who may check, and what', async (t) => {
  const deployment = await deploy(world, { key: 'check' });
  t.teardown(() => deployment.server.close());
  const path = `/connection-configs/${deployment.configId}/check`;
  const reader = await world.mintKey(world.acme, ['configs:read']);
  t.equal((await call('POST', path, { body: {}, key: reader })).status, 403);
  t.equal((await call('POST', path, { body: {}, key: world.globex.key })).status, 404);
  const elsewhere = await call('POST', path, { body: { environment: 'sandbox' } });
  t.equal(elsewhere.body.errors[0].field, 'environment');
  const unknown = await call('POST', path, { body: { inputs: { shop: 'x' } } });
  t.equal(unknown.body.errors[0].field, 'inputs.shop');
  t.equal((await call('POST', path, { body: {} })).body.environment, 'production');
});

t.test('a check needs no body; a value that does not fit its input is named', async (t) => {
  const place = await deploy(world, { key: 'bodiless' });
  t.teardown(() => place.server.close());
  const checked = await world.call('POST', `/connection-configs/${place.configId}/check`);
  t.equal(checked.status, 200, JSON.stringify(checked.body));
  t.match(
    checked.body.findings.find(({ code }: { code: string }) => code === 'urls_complete'),
    { severity: 'ok' },
  );
  const nothing = await world.call('POST', '/customers');
  t.match(nothing.body.errors, [
    { field: 'externalId', messages: ['is required'] },
    { field: 'name', messages: ['is required'] },
  ]);
});
