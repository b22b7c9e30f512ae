import { inTenant } from '@latchkey/db';
import type { Definition } from '@latchkey/oauth';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { openWizardDoor } from './door.js';

t.test('a device code: begun by a wizard’s own page only, and shown to that wizard session only', async (t) => {
  const server = await startAuthorizationServer({
    clients: [{ clientId: 'lamp', clientSecret: 's3cret', authMethod: 'client_secret_basic' }],
  });
  t.teardown(() => server.close());
  const definition: Definition = {
    name: 'Lamp',
    grantType: 'device_code',
    client: { owner: 'connection' },
    device: { url: server.deviceUrl },
    token: { url: server.tokenUrl },
  };
  const door = await openWizardDoor(t, { definition });
  const card = async () => (await door.state()).connections[0];
  const rows = () => inTenant(door.db, door.organizationId, (tx) => tx.deviceAuthorization.findMany());
  const asked = () => server.ledger.entries.filter(({ endpoint }) => endpoint === 'device').length;
  const own = { 'input.client.id': 'lamp', 'input.client.secret': 's3cret' };
  t.match(await card(), { connects: 'by_device_code', status: 'pending' });

  t.equal((await door.connect({ ...own, csrf: 'forged' })).status, 403);
  t.equal(asked(), 0);
  t.equal((await door.connect({})).status, 303, 'what is missing is told on the page');
  t.match(await card(), { status: 'pending', lastFailure: { error: 'client_misconfigured' } });
  t.equal((await door.connect({ ...own, 'input.client.secret': 'wrong' })).status, 303);
  t.match(await card(), { lastFailure: { error: 'client_misconfigured' } });
  t.equal((await card())?.authorization, undefined);

  t.equal((await door.connect(own)).status, 303);
  const waiting = await card();
  t.equal(waiting?.lastFailure, undefined);
  const { authorization } = waiting ?? {};
  if (authorization?.kind !== 'device_code' || !authorization.device) throw new Error(JSON.stringify(waiting));
  const { userCode, verificationUri } = authorization.device;
  t.match(authorization, { expiresAt: /Z$/, device: { verificationUri: `${server.url}/device` } });
  t.equal(authorization.device.verificationUriComplete, `${server.url}/device?user_code=${userCode}`);
  const [row] = await rows();
  t.notMatch(Buffer.from(row?.deviceCode ?? '').toString('latin1'), /dvc_/, 'the device code is sealed');
  t.notMatch(JSON.stringify(await door.state()), /dvc_/);

  const page = await door.page();
  const [, noscript = ''] = /<noscript>(.*)<\/noscript>/s.exec(page) ?? [];
  t.match(noscript, `>${userCode}</b>`);
  t.match(noscript, `href="${verificationUri}"`);
  t.match(noscript, 'Never type a code that somebody sent you.');
  t.match(noscript, 'Start again');

  const admin = (sql: string) => inTenant(door.db, door.organizationId, (tx) => tx.$executeRawUnsafe(sql));
  await admin('UPDATE device_authorization SET wizard_session_id = id');
  t.match((await card())?.authorization, { kind: 'device_code', expiresAt: /Z$/ });
  t.notMatch(JSON.stringify(await door.state()), userCode, 'another session learns that a code waits, not which');
  t.notMatch(await door.page(), userCode);

  await door.connect({});
  const again = (await card())?.authorization;
  t.notMatch(JSON.stringify(again), userCode, 'a new code');
  t.match(
    (await rows()).map(({ endedHow }) => endedHow).sort(),
    [null, 'superseded'].sort(),
    'which took the place of the former',
  );
  const forged = await door.call(`/connections/${door.connectionId}/cancel`, {}, { 'x-csrf-token': 'x' });
  t.match(forged, { status: 403 });
  const cancelled = await door.visit(`/connections/${door.connectionId}/cancel`, {});
  t.match(cancelled, { status: 303, location: new RegExp(`#${door.connectionId}$`) });
  t.equal((await card())?.authorization, undefined);
  await door.connect({});
  t.equal((await door.call(`/connections/${door.connectionId}/cancel`, {})).status, 200);
  for (const { endedHow, deviceCode, userCode: code } of await rows())
    t.strictSame([endedHow === null, deviceCode, code], [false, null, null], 'what is over keeps no code');
});
