import { createLogger, runProcess } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startWorker } from './compose.js';
import { readWorkerConfig } from './config.js';

await runProcess(async () => {
  const config = await readWorkerConfig(process.env);
  const logger = createLogger({ name: 'worker', redact: redactLine, level: config.logLevel });
  const worker = await startWorker(config, logger);
  return { logger, checks: worker.checks, privatePort: config.privatePort, close: worker.close };
});
