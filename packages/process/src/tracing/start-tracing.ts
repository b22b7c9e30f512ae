import { StartError } from '../start-error.js';
import type { Tracing } from './tracing.js';

/**
 * Traces for OpenTelemetry, as the standard variables say: sent to `OTEL_EXPORTER_OTLP_ENDPOINT` (or
 * `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`) as OTLP over HTTP in JSON. `undefined`, with nothing loaded, where neither is set
 * or `OTEL_SDK_DISABLED` or `OTEL_TRACES_EXPORTER=none` says so. `name` is the service's, unless `OTEL_SERVICE_NAME` is set.
 */
export async function startTracing(env: NodeJS.ProcessEnv, name: string): Promise<Tracing | undefined> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined;
  if (env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/json';
  if (!protocol.startsWith('http/'))
    throw new StartError('OTEL_EXPORTER_OTLP_PROTOCOL must be http/json: traces are sent in no other way.');
  const { openTracing } = await import('./open-tracing.js');
  return openTracing(name);
}
