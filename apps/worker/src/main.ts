import { createLogger, createMetrics, runProcess, startTracing } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startWorker } from './compose.js';
import { readWorkerConfig } from './config.js';

await runProcess(async () => {
  const config = await readWorkerConfig(process.env);
  const tracing = await startTracing(process.env, 'worker');
  const logger = createLogger({ name: 'worker', redact: redactLine, level: config.logLevel, traceIds: tracing?.ids });
  const metrics = createMetrics();
  const worker = await startWorker(config, logger, metrics, tracing);
  return { ...worker, logger, metrics, privatePort: config.privatePort, tracing };
});
