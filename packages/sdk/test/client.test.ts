import t from 'tap';
import { createLatchkey, LatchkeyError } from '../src/client/index.js';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

function clientOn(answer: () => Response) {
  const sent: Sent[] = [];
  const fake = async (url: string | URL | Request, init: RequestInit = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    sent.push({ url: String(url), method: init.method ?? '', headers, body: init.body as string | undefined });
    return answer();
  };
  return {
    sent,
    latchkey: createLatchkey({ apiUrl: 'https://api.example/', apiKey: 'lk_x', fetch: fake as typeof fetch }),
  };
}

t.test('path, query, body and headers', async (t) => {
  const { sent, latchkey } = clientOn(() => Response.json({ accessToken: 'a' }));
  const token = await latchkey.get('/v1/connections/{id}/access-token', {
    path: { id: 'conn_1/../x' },
    query: { minimumSeconds: 60 },
  });
  t.equal(token.accessToken, 'a');
  t.match(sent[0], {
    url: 'https://api.example/v1/connections/conn_1%2F..%2Fx/access-token?minimumSeconds=60',
    method: 'GET',
    headers: { authorization: 'Bearer lk_x' },
    body: undefined,
  });
  t.notOk(sent[0] && 'idempotency-key' in sent[0].headers);
  await latchkey.get('/v1/connections/{id}/events', { path: { id: 'c' }, query: { kind: ['connected', 'renewed'] } });
  t.match(sent[1]?.url, /\?kind=connected&kind=renewed$/);

  const body = { externalId: 'e', name: 'n' };
  await latchkey.post('/v1/customers', { body });
  await latchkey.post('/v1/customers', { body });
  await latchkey.post('/v1/customers', { body, idempotencyKey: 'mine' });
  const keys = sent.slice(2).map(({ headers }) => headers['idempotency-key']);
  t.match(keys[0], /^[0-9a-f-]{36}$/);
  t.not(keys[0], keys[1], 'a new key for each call');
  t.equal(keys[2], 'mine');
  t.equal(sent[2]?.body, JSON.stringify(body));
  t.equal(sent[2]?.headers['content-type'], 'application/json');
});

t.test('a problem becomes an error with its code', async (t) => {
  const problem = {
    title: 'The request is malformed',
    code: 'invalid_request',
    requestId: 'req_1',
    errors: [{ field: 'name', messages: ['is required'] }],
  };
  const { latchkey } = clientOn(() => Response.json(problem, { status: 400 }));
  const error = await latchkey.get('/v1/organization').then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  t.ok(error instanceof LatchkeyError);
  t.match(error, { status: 400, code: 'invalid_request', requestId: 'req_1', errors: problem.errors });
  t.equal((error as Error).message, 'The request is malformed; name is required');

  const later = clientOn(() =>
    Response.json({ code: 'unavailable' }, { status: 503, headers: { 'retry-after': '7' } }),
  );
  await t.rejects(later.latchkey.get('/v1/organization'), { code: 'unavailable', retryAfterSeconds: 7 });
  const page = clientOn(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await t.rejects(page.latchkey.get('/v1/organization'), { status: 502, code: 'unreadable_answer' });
  const hijacked = clientOn(() => new Response('<h1>Log in to this network</h1>'));
  await t.rejects(hijacked.latchkey.get('/v1/organization'), { status: 200, code: 'unreadable_answer' });
});

t.test('a missing path parameter is a bug that shows', async (t) => {
  const { sent, latchkey } = clientOn(() => Response.json({}));
  await t.rejects(latchkey.get('/v1/customers/{id}', { path: { id: '' } }), TypeError);
  t.equal(sent.length, 0);
});
