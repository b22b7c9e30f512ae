import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, startPrivatePort, startProcess, startTracing, stopOnSignals } from '@latchkey/process';
import { openKeyFile, redactLine } from '@latchkey/vault';
import { readStartConfig } from './config.js';
import { openDataFolder } from './data-folder.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { assertPortsAreFree } from './free-ports.js';
import { onExistingAddresses } from './loopback-addresses.js';
import { prepareDatabase } from './prepare-database.js';
import { startLatchkey } from './start-latchkey.js';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

await startProcess(async () => {
  const config = await onExistingAddresses(readStartConfig(process.env));
  await assertPortsAreFree(config);
  const tracing = await startTracing(process.env, 'all');
  const logger = createLogger({
    ...{ name: 'latchkey', redact: redactLine, level: config.logLevel, traceIds: tracing?.ids },
  });
  const folder = openDataFolder(config.dataFolder ?? checkout);
  // Before there can be rows. With rows but without their key, a new key would leave every secret closed for ever.
  const keyEncryptionKeys = await openKeyFile(path.join(folder.path, 'key'), {
    create: folder.isNew ? 'if_missing' : 'never',
  });
  say('  starting the embedded Postgres');
  const postgres = await startEmbeddedPostgres({
    folder: folder.postgres,
    database: 'postgres',
    durability: 'durable',
  });
  const opened: { close(): Promise<void> }[] = [
    { close: async () => void (await tracing?.stop().catch(() => undefined)) },
    { close: () => postgres.stop() },
  ];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  // From here on Ctrl-C has something to stop.
  stopOnSignals({ logger, timeoutMs: 60_000, stop: close });
  try {
    say('  bringing the database up to date');
    const database = await prepareDatabase(postgres.url, path.join(checkout, 'prisma/migrations'));
    const latchkey = await startLatchkey({
      ...config,
      database,
      keyEncryptionKeys,
      sandboxFolder: path.join(folder.path, 'sandbox'),
      spoolFolder: path.join(folder.path, 'spool'),
      logger,
      tracing,
      onProgress: (what) => say(`  ${what}`),
    });
    opened.push(latchkey);
    const privatePort = await startPrivatePort({
      ...config.privatePort,
      variable: 'PRIVATE_PORT',
      checks: latchkey.checks,
      warnings: latchkey.warnings,
      metrics: latchkey.metrics,
      logger,
    });
    opened.push(privatePort);
    const { urls, demo } = latchkey;
    say(`ready in ${Math.round((Date.now() - config.startedAt) / 1000)} s`);
    say(`vendor page: ${urls.vendor}`);
    say(`API: ${urls.api}`);
    say(`API docs: ${urls.api}/docs`);
    say(`API key: ${demo.apiKey}`);
    say(`wizard and callback: ${urls.callback}`);
    say(`sandbox provider: ${urls.provider}`);
    say(`live grants at the provider: ${urls.provider}/grants`);
    say(`readiness: ${privatePort.url}/readyz`);
    say(`metrics: ${privatePort.url}/metrics`);
    say('Press Ctrl-C to stop.');
  } catch (error) {
    await close();
    throw error;
  }
});
