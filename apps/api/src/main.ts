import { createLogger, createMetrics, runProcess, startTracing } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startApi } from './compose.js';
import { readApiConfig } from './config.js';

await runProcess(async () => {
  const config = await readApiConfig(process.env);
  const tracing = await startTracing(process.env, 'api');
  const logger = createLogger({ name: 'api', redact: redactLine, level: config.logLevel, traceIds: tracing?.ids });
  const metrics = createMetrics();
  const api = await startApi(config, logger, metrics, tracing);
  return { ...api, logger, metrics, privatePort: config.privatePort, tracing };
});
