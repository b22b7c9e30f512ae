import { freshDatabase } from '@latchkey/db/testing';
import { startAuthorizationServer } from '@latchkey/oauth/testing';
import t from 'tap';
import { arrange, newKeyEncryptionKey } from './arrange.js';
import { expectTraces } from './canary-traces.js';
import { canaryVendor, carelessTexts, setUpCanary } from './canary-vendor.js';
import { startCanaryWebhooks } from './canary-webhooks.js';
import { openRows } from './grant-rows.js';
import { knownSecrets } from './known-secrets.js';
import { startProcesses } from './processes.js';
import { everyRow, hunt } from './secret-hunt.js';
import { startSecretRecorder } from './secret-recorder.js';
import { startTraceReceiver } from './trace-receiver.js';
import { until } from './until.js';
import { createVisitor, type RecordedAnswer } from './visitor.js';

const vendorOrigin = 'http://127.0.0.1:7';

t.test('no secret is found where none may be', async (t) => {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  const server = await startAuthorizationServer({ clients: [] });
  t.teardown(() => server.close());
  const recorder = await startSecretRecorder(t, server.url);
  const key = newKeyEncryptionKey();
  const rows = openRows(t, database.adminUrl);
  const { apiKey, clientSecret: arrangedSecret } = await arrange(t, { database, key, server });
  const traces = await startTraceReceiver(t);
  const processes = await startProcesses(t, {
    database,
    key,
    doors: ['api', 'callback', 'worker'],
    tickMs: 250,
    timesDivisor: 10,
    logLevel: 'trace',
    extra: { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url, OTEL_BSP_SCHEDULE_DELAY: '250' },
  });
  const api = processes.first('api').url ?? '';
  const callback = processes.callbackUrl;

  const secrets = knownSecrets();
  secrets.add('first API key', apiKey);
  secrets.add('arranged client secret', arrangedSecret);
  secrets.add('key-encryption key', key.slice(key.indexOf(':') + 1));
  secrets.add('role password', new URL(database.appUrl).password);

  const vendor = canaryVendor(api, apiKey);
  const { call, done } = vendor;
  const place = await setUpCanary(vendor, secrets, { server, recorderUrl: recorder.url, vendorOrigin });
  const { secondKey, clientSecret, config, configId, instanceId, connectionId } = place;
  t.ok(secondKey, 'an API key is told once, when it is made');
  const { expectWebhooks } = await startCanaryWebhooks(t, vendor, secrets);
  const connection = async () => (await call('GET', `/v1/connections/${connectionId}`)).json;

  // Requests that are wrong and hold secrets: errors like to quote.
  const refused = [
    await call('POST', '/v1/connection-configs', config),
    await call('POST', '/v1/connection-configs', { ...config, key: 'two', environments: { production: clientSecret } }),
    await call('POST', '/v1/connection-configs', { ...config, key: clientSecret }),
    await call('PATCH', `/v1/connection-configs/${configId}`, `{"name": ${clientSecret}`),
    await call('POST', `/v1/connections/${connectionId}/executions`, { outcome: clientSecret }),
    await call('GET', `/v1/connections?api_key=${secondKey}`),
  ];
  const wrongKey = `lk_${'W'.repeat(20)}${'r'.repeat(23)}`;
  secrets.add('API key that is none', wrongKey);
  await vendor.visitor.get(`${api}/v1/connections`, { authorization: `Bearer ${wrongKey}` });
  t.ok(
    refused.slice(0, 5).every(({ answer }) => answer.status >= 400 && answer.status < 500),
    'each is refused',
  );

  // Connect, in a browser that is only an HTTP client.
  const person = createVisitor();
  const openWizard = async (name: string) => {
    const session = await done('POST', '/v1/wizard-sessions', { instanceId });
    const { ticket, url } = session.json;
    secrets.add(`ticket ${name}`, ticket, session.answer);
    await person.postForm(url, { ticket }, { origin: 'http://127.0.0.1:9' });
    const redeemed = await person.postForm(url, { ticket }, { origin: vendorOrigin });
    t.equal(redeemed.status, 303, 'the ticket is redeemed');
    await person.postForm(url, { ticket }, { origin: vendorOrigin });
    const [cookie] = [...person.cookies.values()].slice(-1);
    secrets.add(`cookie ${name}`, cookie ?? '', redeemed);
    const page = callback + redeemed.headers.get('location');
    const shown = await person.get(page);
    const state = JSON.parse((await person.get(`${page}/state`)).body);
    secrets.addShown(`csrf token ${name}`, state.csrfToken);
    return { page, shown, wizard: state.id as string, csrf: state.csrfToken as string };
  };
  const wizard = await openWizard('one');
  const own = { origin: callback };
  /** Presses Connect and consents; answers the callback URL that the provider sends the browser to. */
  const consent = async (name: string) => {
    const { wizard: id, csrf } = wizard;
    await person.postForm(`${callback}/connect/${connectionId}`, { wizard: id, csrf: `${csrf}x` }, own);
    const connecting = await person.postForm(`${callback}/connect/${connectionId}`, { wizard: id, csrf }, own);
    const url = /url=([^"]+)"/.exec(connecting.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    secrets.add(`state ${name}`, new URL(url).searchParams.get('state') ?? '', connecting);
    const answer = await fetch(url, { redirect: 'manual' });
    return answer.headers.get('location') ?? '';
  };
  const hostile = () => server.issuedSecrets().map((value) => `token ${value}, "${value}" ?access_token=${value}`);
  const description = () => `${hostile().slice(-3).join(' ')} Bearer ${server.issuedSecrets().at(-1)}`;

  // First it fails in three ways, with texts that quote what they were given.
  server.script({ endpoint: 'token', fault: { kind: 'answer', status: 400, body: { error: 'invalid_client' } } });
  await person.get(await consent('refused'));
  server.script({
    endpoint: 'token',
    fault: {
      kind: 'answer',
      status: 400,
      body: { error: `invalid_grant ${server.issuedSecrets()[0]}`, error_description: description() },
    },
  });
  await person.get(await consent('quoted'));
  server.script({ endpoint: 'token', fault: { kind: 'html', status: 500 } });
  await person.get(await consent('broken'));
  server.script({
    endpoint: 'authorize',
    fault: { kind: 'authorization_error', error: 'access_denied', description: description() },
  });
  await person.get(await consent('denied'));
  await person.get(`${callback}/callback/${configId}/production?state=local.unknown&code=${server.issuedSecrets()[0]}`);

  // Then it goes well, though the provider adds what it should not.
  server.script({
    endpoint: 'authorize',
    fault: {
      kind: 'extra_parameters',
      parameters: {
        access_token: server.issuedSecrets()[0] ?? '',
        id_token: server.issuedSecrets()[1] ?? '',
        realmId: '42',
      },
    },
  });
  server.script({
    endpoint: 'token',
    fault: {
      kind: 'edit_answer',
      edit: (body) => ({ ...body, id_token: `${body.access_token}`, nested: { refresh_token: body.refresh_token } }),
    },
  });
  const arrived = await consent('good');
  t.match((await person.get(arrived)).body, /completed successfully/);
  await person.get(arrived);
  t.equal((await connection()).status, 'active');

  const tokenAnswers = new Set<RecordedAnswer>();
  const readToken = async () => {
    const { answer, json } = await call('GET', `/v1/connections/${connectionId}/access-token?minimumSeconds=0`);
    tokenAnswers.add(answer);
    return json.accessToken as string;
  };
  const first = await readToken();
  t.ok(server.ledger.isLive(first), 'a live token is read');
  t.notMatch([...tokenAnswers][0]?.body, /rtc_/, 'and no refresh token, at any depth');
  // Refreshes: one that fails with a hostile text, then the good one.
  server.script({
    endpoint: 'token',
    fault: {
      kind: 'answer',
      status: 503,
      headers: { 'x-note': first },
      body: { error: first, error_description: description() },
    },
  });
  await done('POST', `/v1/connections/${connectionId}/refresh`);
  await until('the refresh', async () => (await connection()).generation === 2, 60);
  const second = await readToken();
  t.ok(server.ledger.isLive(second) && second !== first, 'it was renewed');

  // Executions, reported with what a careless integration has at hand.
  for (const text of carelessTexts(second, [apiKey, clientSecret, [...recorder.secrets][0] ?? '']))
    await done('POST', `/v1/connections/${connectionId}/executions`, {
      outcome: 'connection_error',
      message: text,
      providerStatus: 401,
      providerBody: text,
    });
  await done('POST', `/v1/connections/${connectionId}/executions`, { outcome: 'succeeded' });

  // Disconnect in the wizard; the provider's first answer quotes the token. Then everything is looked at once more.
  server.script({
    endpoint: 'revoke',
    fault: { kind: 'answer', status: 503, body: { error: second, error_description: description() } },
  });
  await person.sendJson(
    'POST',
    `${callback}/disconnect/${connectionId}`,
    { wizard: wizard.wizard },
    { ...own, 'x-csrf-token': wizard.csrf },
  );
  await until('the disconnect', async () => (await connection()).lastRevocation?.outcome === 'revoked', 60);
  // Connected again, and refused for good: a dead grant with a hostile explanation.
  t.match((await person.get(await consent('again'))).body, /completed successfully/);
  const third = await readToken();
  await rows.query("UPDATE grant_clock SET expires_at = statement_timestamp() - interval '1 minute'");
  server.script({
    endpoint: 'token',
    fault: { kind: 'error_in_200', error: 'invalid_grant', description: `${description()} ${third}` },
  });
  t.equal((await call('GET', `/v1/connections/${connectionId}/access-token`)).answer.status, 409);
  for (const path of [
    `/v1/connections/${connectionId}/events?limit=100`,
    `/v1/connections/${connectionId}`,
    '/v1/connections',
    `/v1/instances/${instanceId}`,
    `/v1/connection-configs/${configId}`,
    '/v1/connection-configs',
    '/v1/api-keys',
    '/v1/audit-events',
    '/openapi.json',
  ])
    await call('GET', path).catch(() => undefined);
  await person.get(`${wizard.page}/connections/${connectionId}/events`);
  await person.get(wizard.page);

  server.issuedSecrets().forEach((value, index) => {
    secrets.add(`${value.slice(0, 4)}${index}`, value, ...tokenAnswers);
  });
  [...recorder.secrets].forEach((value, index) => {
    // Tokens and codes are known by name already; the rest are code verifiers and client credentials.
    if (!/^(atc|rtc|cdc)_/.test(value)) secrets.add(`recorded ${index}`, value);
  });
  t.ok(secrets.needles.length > 30, `${secrets.needles.length} secrets were in use`);
  t.same(
    secrets.needles.filter(({ value }) => value.length < 16).map(({ name }) => name),
    [],
    'each long enough to be told from other text',
  );

  const webhooks = await expectWebhooks(t, processes.first('worker').privateUrl);
  const told = webhooks.map((text) => ({ where: 'webhooks', text }));
  t.same(hunt(secrets.needles, told), [], 'none in any webhook');
  const tables = await everyRow(rows);
  t.ok(new Set(tables.map(({ where }) => where)).size > 20, 'most tables have rows');
  t.same(hunt(secrets.needles, tables), [], 'none in any row of any table');
  const logs = processes.all.map(({ door, log }) => ({ where: `log of ${door}`, text: log.join('\n') }));
  t.ok(
    logs.every(({ text }) => text.length > 1000),
    'every door has logged',
  );
  t.same(hunt(secrets.needles, logs), [], 'none in any log');
  t.ok(
    logs.filter(({ where }) => !where.endsWith('worker')).every(({ text }) => text.includes('"trace_id"')),
    'the lines of requests name their trace',
  );
  await expectTraces(t, traces);
  t.same(
    hunt(
      secrets.needles,
      traces.bodies.map((text) => ({ where: 'traces', text })),
    ),
    [],
    'none in any trace',
  );
  t.same(
    secrets.leaksIn([...vendor.visitor.answers, ...person.answers]),
    [],
    'none in an answer but the one that tells it',
  );
  t.strictSame(
    hunt(
      [{ name: 'a name', value: 'Canary Ltd of the vendor' }],
      [{ where: 'x', text: btoa('..Canary Ltd of the vendor') }],
    ),
    ['a name (base64) in x'],
    'the hunt finds',
  );
});
