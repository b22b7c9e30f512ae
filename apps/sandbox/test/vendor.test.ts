import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { type SandboxVendor, startProvider, startVendor, type VendorOptions } from '../src/index.js';
import { bind } from '../src/listen.js';
import { basicClient, connect } from './oauth-client.js';

const apiKey = 'key_canary_of_the_vendor';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}
type Script = Record<string, { readonly status?: number; readonly body: unknown }>;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** A Latchkey API that answers by script and remembers what it was asked. */
async function scriptedApi(test: Test, script: Script): Promise<{ readonly url: string; readonly calls: Call[] }> {
  const calls: Call[] = [];
  const server = await bind({ host: '127.0.0.1', port: 0 });
  test.teardown(() => server.close());
  server.serve((request, response) => {
    void textOf(request).then((raw) => {
      const { method = '', url: path = '', headers } = request;
      calls.push({
        method,
        path,
        authorization: headers.authorization,
        body: raw === '' ? undefined : JSON.parse(raw),
      });
      const answer = script[`${method} ${path}`] ?? {
        status: 404,
        body: { title: 'Not found', detail: `nothing at ${path}` },
      };
      const status = answer.status ?? 200;
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(answer.body));
    });
  });
  return { url: server.origin, calls };
}

const connection = {
  id: 'conn_1',
  providerName: 'books <account>',
  status: 'active',
  color: 'yellow',
  reason: { code: 'unused', message: 'It turns green when it is used.' },
};
const instance = { id: 'inst_1', name: 'Rota for Mara', customerId: 'cust_1', connections: [connection] };
const script: Script = {
  'GET /v1/instances/inst_1': { body: instance },
  'GET /v1/customers/cust_1': { body: { id: 'cust_1', name: 'Mara & Co' } },
  'POST /v1/wizard-sessions': { body: { id: 'wiz_1', url: 'http://127.0.0.1:9/wizard/open', ticket: 'tck_"1"' } },
  'POST /v1/connections/conn_1/executions': { status: 201, body: {} },
};

async function started(test: Test, options: Partial<VendorOptions>): Promise<SandboxVendor> {
  const vendor = await startVendor({
    host: '127.0.0.1',
    port: 0,
    apiUrl: 'http://127.0.0.1:9',
    apiKey,
    instanceId: 'inst_1',
    providerUrl: 'http://127.0.0.1:9',
    ...options,
  });
  test.teardown(() => vendor.close());
  return vendor;
}

const read = async (vendor: SandboxVendor, path = '', init: RequestInit = {}): Promise<string> =>
  (await fetch(new URL(path, vendor.url), init)).text();
const press = (vendor: SandboxVendor, path: string): Promise<string> => read(vendor, path, { method: 'POST' });

t.test('shows customer, instance and connections, escaped, and never the key', async (t) => {
  const api = await scriptedApi(t, script);
  const vendor = await started(t, { apiUrl: api.url });
  const page = await read(vendor);
  for (const words of [
    'Mara &amp; Co',
    'Rota for Mara',
    'books &lt;account&gt;',
    'Connected, not used yet',
    'It turns green when it is used.',
    'Configure',
  ])
    t.match(page, words);
  t.notMatch(page, apiKey);
  t.same([...new Set(api.calls.map((call) => call.authorization))], [`Bearer ${apiKey}`]);
});

t.test('shows only the connections it was told to', async (t) => {
  const api = await scriptedApi(t, script);
  const vendor = await started(t, { apiUrl: api.url, connectionIds: ['conn_2'] });
  t.match(await read(vendor), 'This instance has no connections.');
});

t.test('Configure hands a ticket over by a form that may go to the wizard only', async (t) => {
  const api = await scriptedApi(t, script);
  const vendor = await started(t, { apiUrl: api.url, wizardOrigin: 'http://127.0.0.1:9' });
  const response = await fetch(new URL('/configure', vendor.url), { method: 'POST' });
  const page = await response.text();
  t.match(page, '<form id="handoff" method="post" action="http://127.0.0.1:9/wizard/open">');
  t.match(page, 'value="tck_&quot;1&quot;"');
  t.match(response.headers.get('content-security-policy'), 'form-action http://127.0.0.1:9;');
  t.equal(response.headers.get('referrer-policy'), 'strict-origin');
  t.match(api.calls.at(-1)?.body, { instanceId: 'inst_1', returnUrl: vendor.url });

  const other = await started(t, { apiUrl: api.url, wizardOrigin: 'http://127.0.0.1:8' });
  t.match(await press(other, '/configure'), 'is not the wizard’s origin');
});

t.test('calls the provider and reports what came of it', async (t) => {
  const provider = await startProvider({ host: '127.0.0.1', port: 0, clients: [basicClient] });
  t.teardown(() => provider.close());
  const { access_token } = (await connect(provider)).body;
  const token = { body: { accessToken: access_token, tokenType: 'Bearer' } };
  const api = await scriptedApi(t, { ...script, 'GET /v1/connections/conn_1/access-token': token });
  const vendor = await started(t, { apiUrl: api.url, providerUrl: provider.url });

  const page = await press(vendor, '/connections/conn_1/call');
  for (const words of ['Invisible Cities', 'mara@example.com', 'Reported to Latchkey: succeeded']) t.match(page, words);
  t.notMatch(page, String(access_token));
  const report = () => api.calls.findLast((call) => call.path.endsWith('/executions'))?.body;
  t.match(report(), { instanceId: 'inst_1', outcome: 'succeeded' });

  const dead = { body: { accessToken: 'dead', tokenType: 'Bearer' } };
  const deadApi = await scriptedApi(t, { ...script, 'GET /v1/connections/conn_1/access-token': dead });
  const unlucky = await started(t, { apiUrl: deadApi.url, providerUrl: provider.url });
  t.match(await press(unlucky, '/connections/conn_1/call'), 'refused the access token');
  t.match(deadApi.calls.findLast((call) => call.path.endsWith('/executions'))?.body, {
    outcome: 'connection_error',
    providerStatus: 401,
  });

  const alone = await started(t, { apiUrl: deadApi.url });
  t.match(await press(alone, '/connections/conn_1/call'), 'The provider’s API did not answer.');
});

t.test('a connection error can be reported by hand', async (t) => {
  const api = await scriptedApi(t, script);
  const vendor = await started(t, { apiUrl: api.url });
  t.match(await press(vendor, '/connections/conn_1/report-failure'), 'Reported to Latchkey: connection_error');
  t.match(api.calls.find((call) => call.path.endsWith('/executions'))?.body, { outcome: 'connection_error' });
});

t.test('errors of the API are sentences', async (t) => {
  const away = await started(t, {});
  t.match(await read(away), 'http://127.0.0.1:9 did not answer. Is it running?');
  const api = await scriptedApi(t, {
    ...script,
    'GET /v1/connections/conn_1/access-token': {
      status: 409,
      body: { title: 'Reauthorization required', detail: 'Someone has to reconnect.' },
    },
    'POST /v1/wizard-sessions': { status: 401, body: { title: 'Unauthorized' } },
  });
  const vendor = await started(t, { apiUrl: api.url });
  const page = await press(vendor, '/connections/conn_1/call');
  t.match(page, 'There is no access token to use. Someone has to reconnect.');
  t.notOk(
    api.calls.some((call) => call.path.endsWith('/executions')),
    'nothing was used, so nothing is reported',
  );
  t.match(await press(vendor, '/configure'), 'The wizard could not be opened. Latchkey refused the API key');
  const lost = await started(t, { apiUrl: api.url, instanceId: 'inst_9' });
  t.match(await read(lost), 'nothing at /v1/instances/inst_9');
});

t.test('the landing pages of custom redirects show their parameters, escaped', async (t) => {
  const vendor = await started(t, {});
  const page = await read(vendor, '/not-connected?error=access_denied&errorDescription=%3Cscript%3E&id=conn_1');
  t.match(page, '<dd>access_denied</dd>');
  t.match(page, '&lt;script&gt;');
  t.match(await read(vendor, '/connected'), 'No parameters came with it.');
});

t.test('a form of another site cannot press the buttons', async (t) => {
  const api = await scriptedApi(t, script);
  const vendor = await started(t, { apiUrl: api.url });
  for (const origin of ['http://127.0.0.1:1', 'null']) {
    const response = await fetch(new URL('/configure', vendor.url), { method: 'POST', headers: { origin } });
    t.equal(response.status, 403);
  }
  t.same(api.calls, []);
});

t.test('a taken port is named, and close frees it', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await wait(20);
  const { port } = other.address() as { port: number };
  const at = { host: '127.0.0.1', port };
  await t.rejects(started(t, at), { code: 'EADDRINUSE', message: new RegExp(`port ${port} on 127.0.0.1`) });
  const vendor = await started(t, {});
  t.equal((await fetch(new URL('/healthz', vendor.url))).status, 200);
  await vendor.close();
  await t.rejects(fetch(vendor.url));
});
