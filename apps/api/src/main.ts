import { createLogger, createMetrics, runProcess } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startApi } from './compose.js';
import { readApiConfig } from './config.js';

await runProcess(async () => {
  const config = await readApiConfig(process.env);
  const logger = createLogger({ name: 'api', redact: redactLine, level: config.logLevel });
  const metrics = createMetrics();
  const api = await startApi(config, logger, metrics);
  return { ...api, logger, metrics, privatePort: config.privatePort };
});
