import { type Definition, serverSegment } from '@latchkey/oauth';
import { providerByKey } from '@latchkey/providers';
import t from 'tap';
import { callbackPublicUrl, openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

t.test('where customers name the server, the API says whose callback URL it is', async (t) => {
  const definition = providerByKey('gitlab')?.definition as Definition;
  const body = { key: 'git', provider: 'gitlab', environments: { production: {} } };
  const config = await call('POST', '/connection-configs', { body });
  t.equal(config.status, 201, JSON.stringify(config.body));
  const path = `/connection-configs/${config.body.id}`;
  const prefix = `${callbackPublicUrl}/callback/${config.body.id}/production/`;
  t.equal(config.body.environments.production.callbackUrl, prefix, 'of the config: what all begin with');
  const at = async (host: string) => `${prefix}${await serverSegment(definition, 'production', { host })}`;

  const check = async (inputs: object) => (await call('POST', `${path}/check`, { body: { inputs } })).body.callbackUrl;
  t.equal(await check({}), await at('gitlab.com'), 'the default’s');
  t.equal(await check({ host: 'git.acme.example' }), await at('git.acme.example'));

  const integration = await call('POST', '/integrations', { body: { key: 'git', name: 'Git' } });
  await call('POST', `/integrations/${integration.body.id}/required-config-variables`, {
    body: { key: 'git', connectionConfigId: config.body.id },
  });
  const customer = await call('POST', '/customers', { body: { externalId: 'git', name: 'Git' } });
  const instance = await call('POST', '/instances', {
    body: { integrationId: integration.body.id, customerId: customer.body.id, name: 'Git' },
  });
  const [made] = instance.body.connections;
  t.equal(made.callbackUrl, await at('gitlab.com'));
  const moved = await call('PATCH', `/connections/${made.id}`, { body: { inputs: { host: 'git.acme.example' } } });
  t.equal(moved.body.callbackUrl, await at('git.acme.example'));
  const listed = await call('GET', `/connections?connectionConfigId=${config.body.id}`);
  t.equal(listed.body.items[0].callbackUrl, await at('git.acme.example'));
});

t.test('elsewhere one callback URL is everybody’s, and none where nobody is redirected', async (t) => {
  const place = { url: 'https://books.example/x' };
  const definitions = {
    plain: { name: 'Plain', authorize: place, token: place },
    direct: { name: 'Direct', grantType: 'client_credentials', token: place },
  };
  for (const [key, definition] of Object.entries(definitions)) {
    const config = await call('POST', '/connection-configs', { body: { key, definition, level: 'organization' } });
    t.equal(config.status, 201, JSON.stringify(config.body));
    const integration = await call('POST', '/integrations', { body: { key, name: key } });
    await call('POST', `/integrations/${integration.body.id}/required-config-variables`, {
      body: { key, connectionConfigId: config.body.id },
    });
    const customer = await call('POST', '/customers', { body: { externalId: key, name: key } });
    const instance = await call('POST', '/instances', {
      body: { integrationId: integration.body.id, customerId: customer.body.id, name: key },
    });
    const { callbackUrl } = instance.body.connections[0];
    const wanted = `${callbackPublicUrl}/callback/${config.body.id}/production`;
    t.equal(callbackUrl, key === 'plain' ? wanted : null, key);
  }
});
