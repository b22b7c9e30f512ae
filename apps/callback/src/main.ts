import { createLogger, createMetrics, runProcess, startTracing } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startCallback } from './compose.js';
import { readCallbackConfig } from './config.js';

await runProcess(async () => {
  const config = await readCallbackConfig(process.env);
  const tracing = await startTracing(process.env, 'callback');
  const logger = createLogger({ name: 'callback', redact: redactLine, level: config.logLevel, traceIds: tracing?.ids });
  const metrics = createMetrics();
  const door = await startCallback(config, logger, metrics, tracing);
  return { ...door, logger, metrics, privatePort: config.privatePort, tracing };
});
