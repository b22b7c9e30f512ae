import { createHash } from 'node:crypto';
import type { Context, Link } from '@opentelemetry/api';
import type { SpanStart, Tracing } from './tracing.js';

/** The SDK is loaded here and nowhere else, so that it costs nothing where nobody traces. */
const load = async () => ({
  ...(await import('@opentelemetry/api')),
  ...(await import('@opentelemetry/exporter-trace-otlp-http')),
  ...(await import('@opentelemetry/resources')),
  ...(await import('@opentelemetry/sdk-trace-node')),
});

type Sdk = Awaited<ReturnType<typeof load>>;

/** Loads and starts the SDK; the exporter, the batches and the sampler read their own standard variables. */
export async function openTracing(name: string): Promise<Tracing> {
  const sdk = await load();
  const { context, trace, SpanKind, SpanStatusCode } = sdk;
  const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;
  const linkOf = (from: Context | undefined): readonly Link[] => {
    const linked = from && trace.getSpanContext(from);
    return linked ? [{ context: linked }] : [];
  };
  const resource = sdk
    .defaultResource()
    .merge(sdk.resourceFromAttributes({ 'service.name': `latchkey-${name}` }))
    .merge(sdk.detectResources({ detectors: [sdk.envDetector] }));
  const provider = new sdk.NodeTracerProvider({
    resource,
    spanProcessors: [new sdk.BatchSpanProcessor(new sdk.OTLPTraceExporter())],
  });
  provider.register();
  const tracer = trace.getTracer('latchkey');
  return {
    start({ name: spanName, kind, attributes, flow, caller }) {
      const active = context.active();
      const parent = flow ? flowContext(sdk, flow) : active;
      const links = [...linkOf(flow ? active : undefined), ...linkOf(caller && callerContext(sdk, caller))];
      const span = tracer.startSpan(spanName, { kind: kinds[kind], attributes: { ...attributes }, links }, parent);
      const within = trace.setSpan(parent, span);
      return {
        run: (work) => context.with(within, work),
        end({ outcome, failed = 'no', attributes: more = {} }) {
          span.setAttributes({ ...more, ...(outcome === undefined ? {} : { 'latchkey.outcome': outcome }) });
          if (failed === 'yes') span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    ids() {
      const current = trace.getSpanContext(context.active());
      return current && { trace_id: current.traceId, span_id: current.spanId };
    },
    stop: () => provider.shutdown(),
  };
}

/**
 * A trace that whoever knows the hash can name: its ids are a hash of the hash, so that the trace tells nothing that could be
 * looked up.
 */
function flowContext({ trace, ROOT_CONTEXT, TraceFlags }: Sdk, flow: Uint8Array): Context {
  const hex = createHash('sha256').update('trace of ').update(flow).digest('hex');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: hex.slice(0, 32),
    spanId: hex.slice(32, 48),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

function callerContext({ propagation, ROOT_CONTEXT }: Sdk, headers: NonNullable<SpanStart['caller']>): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}
