import type { Ports } from '@latchkey/oauth';
import type { RunningSpan, Tracing } from '@latchkey/process';
import { tracedTransport } from './traced-transport.js';

/** The ports with a span for each request to a provider and each store, and with the engine's own spans. */
export function tracePorts(ports: Ports, tracing: Tracing): Ports {
  const internal = (name: string) =>
    tracing.start({ name, kind: 'internal', attributes: { 'db.system.name': 'postgresql' } });
  const { grants } = ports;
  return {
    ...ports,
    transport: tracedTransport(ports.transport, tracing),
    grants: {
      ...grants,
      create: (...given) => within(internal('db create grant'), () => grants.create(...given)),
      store: (...given) =>
        within(
          internal('db store tokens'),
          () => grants.store(...given),
          (stored) => stored,
        ),
      settle: (...given) =>
        within(
          internal('db settle attempt'),
          () => grants.settle(...given),
          (settled) => settled,
        ),
    },
    tracing: {
      span: ({ name, attributes, flow }, run, outcomeOf) =>
        within(tracing.start({ name, kind: 'internal', attributes, ...(flow ? { flow } : {}) }), run, outcomeOf),
    },
  };
}

async function within<Result>(
  span: RunningSpan,
  run: () => Promise<Result>,
  outcomeOf?: (result: Result) => string,
): Promise<Result> {
  try {
    const result = await span.run(run);
    span.end(outcomeOf ? { outcome: outcomeOf(result) } : {});
    return result;
  } catch (error) {
    // The log has the error, scrubbed; what it says is not for the trace.
    span.end({ outcome: 'threw', failed: 'yes' });
    throw error;
  }
}
