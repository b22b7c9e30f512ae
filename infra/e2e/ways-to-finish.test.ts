import { walkConsent } from '@latchkey/sandbox';
import t from 'tap';
import { skipWithoutChromium, startBrowser } from './browser.js';
import { startEmbeddingVendor } from './embedding-vendor.js';
import { startStack } from './stack.js';
import { consentAt } from './walk.js';

const refused = /status of (400|404|410|422)|favicon/;

t.test('flows that are finished outside of the wizard', { skip: skipWithoutChromium }, async (t) => {
  const stack = await startStack(t);
  const { api, connectionId, urls, provider } = stack;
  const browser = await startBrowser(t);
  const { connectionConfigId } = await api.connection(connectionId);
  const config = `/v1/connection-configs/${connectionConfigId}`;
  const person = async () => (await browser.newContext(t, { expected: refused })).newPage();
  const tokenRequests = () => provider.ledger.count({ endpoint: 'token' });
  const heading = (page: Awaited<ReturnType<typeof person>>, name: string) =>
    page.getByRole('heading', { name, level: 1 }).waitFor();

  await t.test('embedded', async (t) => {
    const vendor = await startEmbeddingVendor(t, api, connectionId);
    const { completionRedirectUri } = vendor;
    await api.patch(config, { completion: 'embedded', completionRedirectUri });
    const honest = await person();
    const told = () => vendor.completed.at(-1);

    await t.test('the one who began, in their browser', async (t) => {
      await honest.goto(vendor.connectUrl);
      const cookies = await honest.context().cookies(urls.callback);
      t.match(
        cookies.map(({ name }) => name.replace(/[0-9a-f]{32}$/, '')),
        ['__Host-latchkey-ses_'],
      );
      t.match(cookies[0], { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
      await consentAt(honest);
      await heading(honest, 'active');
      t.equal(tokenRequests(), 1);
      const arrived = vendor.arrived.at(-1);
      t.match(Object.fromEntries(arrived ?? []), { id: connectionId, authorizationSessionId: /^ses_/ });
      await honest.reload();
      await heading(honest, 'completion_used');
      t.equal(tokenRequests(), 1);
    });

    await t.test('a link to somebody else’s flow hands over nothing', async (t) => {
      const before = tokenRequests();
      const attack = await vendor.begin();
      const victim = await person();
      await victim.goto(vendor.connectUrl);
      await victim.goto(attack.authorizationUrl);
      await consentAt(victim);
      await heading(victim, 'completion_verifier_wrong');
      const stolen = vendor.arrived.at(-1);
      const retry = await api.call('POST', `/v1/authorization-sessions/${attack.authorizationSessionId}/complete`, {
        completionCode: stolen?.get('completionCode'),
        completionVerifier: attack.verifier,
      });
      t.match(retry, { status: 409, body: { code: 'authorization_ended' } }, 'not even with the code and the verifier');
      t.equal(tokenRequests(), before);
    });

    await t.test('another browser at the callback', async (t) => {
      const before = { tokens: tokenRequests(), arrived: vendor.arrived.length };
      const attacker = await person();
      const { authorizationUrl } = await vendor.begin();
      const asked = attacker.waitForRequest((request) => request.url().startsWith(`${urls.provider}/authorize?`));
      await attacker.goto(authorizationUrl);
      const url = await walkConsent((await asked).url(), { email: 'eve@example.com', decision: 'allow' });
      const victim = await person();
      t.equal((await victim.goto(url.href))?.status(), 400);
      await heading(victim, 'We did not connect anything');
      t.same({ tokens: tokenRequests(), arrived: vendor.arrived.length }, before);
      t.equal((await victim.goto(authorizationUrl))?.status(), 410, 'and a start works once');
      await heading(victim, 'This link no longer works');
      t.equal((await victim.goto(`${urls.callback}/start/nothing`))?.status(), 404);
      t.notOk(stack.log.some((line) => line.includes(new URL(authorizationUrl).pathname)));
    });

    await t.test('a no at the provider, and too late', async (t) => {
      const before = tokenRequests();
      await honest.goto(vendor.connectUrl);
      await consentAt(honest, { decision: 'Deny' });
      await honest.getByRole('heading', { name: /was not connected$/, level: 1 }).waitFor();
      const started = await vendor.begin();
      await honest.route(`${completionRedirectUri}?*`, (route) => route.fulfill({ body: 'held up' }));
      await honest.goto(started.authorizationUrl);
      await consentAt(honest);
      await honest.waitForURL(`${completionRedirectUri}?*`);
      const completionCode = new URL(honest.url()).searchParams.get('completionCode');
      await stack.query('UPDATE authorization_session SET parked_until = now() WHERE parked_until IS NOT NULL');
      const path = `/v1/authorization-sessions/${started.authorizationSessionId}/complete`;
      const late = await api.call('POST', path, { completionCode, completionVerifier: started.verifier });
      t.match(late.body.code, /^(completion_expired|authorization_ended)$/, 'the reaper may have been there first');
      t.equal(tokenRequests(), before);
      t.match(await api.connection(connectionId), { status: 'active' }, 'what was connected is kept');
      t.equal(told()?.status, 422);
    });
  });
});
