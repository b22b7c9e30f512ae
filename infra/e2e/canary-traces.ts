import type { Test } from 'tap';
import type { ReceivedSpan, TraceReceiver } from './trace-receiver.js';
import { until } from './until.js';

/** Whether the canary's walk is in the traces: a refresh, a revocation, and a connect that goes through two doors' requests. */
export async function expectTraces(t: Test, { spans }: Pick<TraceReceiver, 'spans'>): Promise<void> {
  const named = (name: string) => spans().filter((span) => span.name === name);
  const under = (parent: ReceivedSpan) => spans().filter((span) => span.parentSpanId === parent.spanId);
  const good = (name: string, outcome: string) =>
    named(name).find(({ attributes }) => attributes['latchkey.outcome'] === outcome);
  await until('the revocation to be exported', () => good('revoke', 'ended'), 60);

  const refresh = await until('a refresh', () => good('refresh', 'refreshed'), 60);
  t.equal(refresh.service, 'latchkey-worker');
  t.match(
    under(refresh)
      .map(({ name }) => name)
      .sort(),
    ['db store tokens', 'token request 127.0.0.1'],
  );
  const request = under(refresh).find(({ name }) => name.startsWith('token request'));
  t.match(request?.attributes, { 'oauth.grant_type': 'refresh_token', 'http.response.status_code': 200 });

  const exchange = await until('a callback', () => good('callback exchange', 'succeeded'), 60);
  t.match(
    under(exchange)
      .map(({ name }) => name)
      .sort(),
    ['db create grant', 'token request 127.0.0.1'],
  );
  const flow = spans().filter(({ traceId }) => traceId === exchange.traceId);
  t.ok(
    flow.some(({ name }) => name === 'authorize'),
    'Connect and the exchange are one trace',
  );
  const route = named('GET /callback/:configId/:environment');
  t.ok(
    route.some(({ traceId }) => exchange.links?.some((link) => link.traceId === traceId)),
    'which is linked to the request that brought the code',
  );
  t.same(
    spans().filter(({ attributes }) => Object.keys(attributes).some((key) => key.startsWith('url.'))),
    [],
    'no span has a URL',
  );
}
