import t from 'tap';
import { startTracing } from '../src/index.js';

t.test('nobody traces unless the standard variables ask for it', async (t) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  for (const env of [{}, { ...endpoint, OTEL_SDK_DISABLED: 'true' }, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }])
    t.equal(await startTracing(env, 'worker'), undefined);
  await t.rejects(startTracing({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'worker'), {
    name: 'StartError',
    message: /OTEL_EXPORTER_OTLP_PROTOCOL/,
  });
});
