import type { HttpOutcome, HttpRequest, TransportPort } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';

/** Registered grant types and those of extensions (RFC 6749 section 4.5); nothing else of a body is ever told. */
const grantType = /^(?:[a-z_]{1,40}|urn:[a-z0-9:_-]{1,100})$/;

/**
 * A span for each request that leaves: host, method, grant type where the body names one, and the outcome. No path, no
 * query, no header, and no trace context for providers.
 */
export function tracedTransport(transport: TransportPort, tracing: Tracing): TransportPort {
  return {
    async send(request, limits) {
      const { hostname, port } = new URL(request.url);
      const type = grantTypeOf(request);
      const span = tracing.start({
        name: type === undefined ? `${request.method} ${hostname}` : `token request ${hostname}`,
        kind: 'client',
        attributes: {
          'http.request.method': request.method,
          'server.address': hostname,
          ...(port === '' ? {} : { 'server.port': Number(port) }),
          ...(type === undefined ? {} : { 'oauth.grant_type': type }),
        },
      });
      try {
        const outcome = await span.run(() => transport.send(request, limits));
        span.end(told(outcome));
        return outcome;
      } catch (error) {
        span.end({ outcome: 'threw', failed: 'yes' });
        throw error;
      }
    },
  };
}

function told(outcome: HttpOutcome): Parameters<ReturnType<Tracing['start']>['end']>[0] {
  if (outcome.kind !== 'response') return { outcome: outcome.kind, failed: 'yes' };
  const failed = outcome.status >= 500 ? 'yes' : 'no';
  return { outcome: 'response', failed, attributes: { 'http.response.status_code': outcome.status } };
}

function grantTypeOf({ body = '' }: HttpRequest): string | undefined {
  const named = body.startsWith('{') ? fromJson(body) : new URLSearchParams(body).get('grant_type');
  if (typeof named !== 'string') return undefined;
  return grantType.test(named) ? named : undefined;
}

function fromJson(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly grant_type?: unknown }).grant_type;
  } catch {
    return undefined;
  }
}
