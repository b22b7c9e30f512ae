import { createLogger, createMetrics, runProcess } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import { startCallback } from './compose.js';
import { readCallbackConfig } from './config.js';

await runProcess(async () => {
  const config = await readCallbackConfig(process.env);
  const logger = createLogger({ name: 'callback', redact: redactLine, level: config.logLevel });
  const metrics = createMetrics();
  const door = await startCallback(config, logger, metrics);
  return { ...door, logger, metrics, privatePort: config.privatePort };
});
