import { formatId } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { openWizardDoor } from './door.js';

const clientSecret = 'canary-machine-secret-44c1';

t.test('the Test of a connection whose customer brings the client', async (t) => {
  const server = await startAuthorizationServer({
    clients: [{ clientId: 'machine', clientSecret, authMethod: 'client_secret_basic' }],
  });
  t.teardown(() => server.close());
  const door = await openWizardDoor(t, {
    definition: {
      name: 'Machine',
      grantType: 'client_credentials',
      client: { owner: 'connection' },
      inputs: [{ name: 'account', label: 'Account', type: 'text', visibility: 'customer', required: true }],
      token: { url: server.tokenUrl, parameters: { account_id: '{account}' } },
    },
  });
  const asked = () => server.ledger.tokenRequests('client_credentials').length;
  const shown = async () => (await door.state()).connections[0];
  t.match(await shown(), { connects: 'directly', status: 'pending' });
  t.equal((await shown())?.callback, undefined, 'there is no callback URL to register');

  const own = { 'input.client.id': 'machine', 'input.client.secret': clientSecret, 'input.account': 'acme' };
  t.equal((await door.test({ ...own, csrf: 'forged' })).status, 403);
  t.equal((await door.test(own, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
  t.equal((await door.test({ ...own, wizard: formatId('wizard_session', door.organizationId) })).status, 401);
  const other = formatId('connection', door.organizationId);
  t.equal((await door.test(own, { connectionId: other })).status, 404);
  t.equal(asked(), 0, 'nothing was sent for any of these');

  const early = await door.test({});
  t.equal(early.status, 200);
  t.match(await shown(), { status: 'pending', lastFailure: { error: 'client_misconfigured' } });
  t.equal(asked(), 0, 'nor while something is missing');

  t.equal((await door.test({ ...own, 'input.client.secret': 'wrong' })).status, 200);
  t.match(await shown(), { status: 'pending', lastFailure: { error: 'client_misconfigured' } });
  const worked = await door.test(own);
  t.match(JSON.parse(worked.body).connections[0], { status: 'active', color: 'yellow' });
  t.equal((await shown())?.lastFailure, undefined);
  t.notMatch(worked.body, clientSecret);
  t.equal(asked(), 2);

  const page = await door.test(own, { headers: { accept: 'text/html' } });
  t.equal(page.status, 303, 'a browser without script is sent back to the page');
});
