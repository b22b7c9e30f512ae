import { createLogger, createMetrics, runProcess } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startWorker } from './compose.js';
import { readWorkerConfig } from './config.js';

await runProcess(async () => {
  const config = await readWorkerConfig(process.env);
  const logger = createLogger({ name: 'worker', redact: redactLine, level: config.logLevel });
  const metrics = createMetrics();
  const worker = await startWorker(config, logger, metrics);
  return { ...worker, logger, metrics, privatePort: config.privatePort };
});
