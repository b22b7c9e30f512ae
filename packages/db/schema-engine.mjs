#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which the Prisma CLI would download before every command.
 *
 * It speaks the engine's JSON-RPC 2.0, one message a line on stdin and stdout, and answers with the engine's own
 * WebAssembly build (`@prisma/schema-engine-wasm`) on `pg` (`@prisma/adapter-pg`). `prisma.config.ts` selects it with
 * PRISMA_SCHEMA_ENGINE_BINARY, so `prisma generate`, `migrate diff`, `migrate dev`, `migrate deploy`, `db pull` … work
 * without any network. Development and checks only: at run time migrations are applied by `src/migrate.ts`.
 *
 * PRISMA_SCHEMA_ENGINE_LOG=1 copies each request to stderr.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as wasmBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';

const require = createRequire(import.meta.url);
const wasmFolder = path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));

if (process.argv.includes('--version')) {
  console.log('schema-engine-wasm', require(path.join(wasmFolder, 'package.json')).version);
  process.exit(0);
}

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
});
const datamodels = (values.datamodels ?? []).map((file) => [file, readFileSync(file, 'utf8')]);
const datasourceUrl =
  (values.datasource ? JSON.parse(values.datasource).url : undefined) ?? 'postgresql://127.0.0.1:1/none';

// --- what adapter-pg gets wrong for schema work ---------------------------------------------------------------------

const PG_CHAR_OID = 18;
const PG_TEXT_OID = 25;

/** adapter-pg has no mapping for the catalogue type "char", which introspection reads: present it as text. */
function presentPgCharAsText() {
  const { prototype } = createRequire(require.resolve('@prisma/adapter-pg'))('pg').Result;
  const addFields = prototype.addFields;
  prototype.addFields = function (fields) {
    for (const field of fields)
      if (field.dataTypeID === PG_CHAR_OID) Object.assign(field, { dataTypeID: PG_TEXT_OID, isPgChar: true });
    return addFields.call(this, fields);
  };
}

function correctAdapter(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw;
  const client = adapter.underlyingDriver?.() ?? adapter.client;
  adapter.queryRaw = async (query) => {
    const io = await performIO(query);
    const result = await queryRaw.call(Object.create(adapter, { performIO: { value: async () => io } }), query);
    io.fields.forEach((field, column) => {
      if (field.isPgChar) result.columnTypes[column] = ColumnTypeEnum.Character;
    });
    return result;
  };
  // adapter-pg splits a script on every ';' (breaking PL/pgSQL bodies and literals) and is not atomic; the native
  // engine sends the whole script as one simple query, which Postgres runs in one implicit transaction.
  adapter.executeScript = async (script) => {
    try {
      await client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

class SchemaAdapterFactory extends PrismaPg {
  async connect() {
    return correctAdapter(await super.connect());
  }
  async connectToShadowDb() {
    const admin = await this.connect();
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    await admin.executeScript(`CREATE DATABASE "${database}"`);
    const shadow = await new PrismaPg({ ...this.config, database }).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose(); // adapter-pg itself drops the database while its own pool still holds it
      await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      await admin.dispose();
    };
    return correctAdapter(shadow);
  }
}

// --- the engine -----------------------------------------------------------------------------------------------------

let panicMessage = '';
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    panicMessage = message;
  },
};

async function loadWasm() {
  const bytes = readFileSync(path.join(wasmFolder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': wasmBindings });
  wasmBindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function createEngine(url) {
  const schema = new URL(url).searchParams.get('schema') ?? undefined;
  // Separate fields, not a connectionString: pg lets the string's database win over `database`, which would make the
  // shadow database the real one.
  const factory = new SchemaAdapterFactory(parseIntoClientConfig(url), { schema });
  const options = { datamodels: datamodels.length ? datamodels : undefined };
  return wasmBindings.SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

// --- databases as a whole, which the wasm build leaves to its host --------------------------------------------------

function databaseName(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

function maintenanceUrl(url) {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  maintenance.searchParams.delete('schema');
  return maintenance.toString();
}

async function withClient(connectionString, use) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function createDatabase(url) {
  const name = databaseName(url);
  return withClient(maintenanceUrl(url), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return { databaseName: name };
  });
}

function dropDatabase(url) {
  return withClient(maintenanceUrl(url), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(databaseName(url))} WITH (FORCE)`),
  );
}

// --- the two ways in: `cli <command>` and JSON-RPC ------------------------------------------------------------------

async function runCommand(command) {
  const log = (level, fields) =>
    process.stderr.write(`${JSON.stringify({ level, target: 'schema_engine::logger', fields })}\n`);
  log('INFO', { message: 'Starting schema engine CLI' }); // the Prisma CLI skips the first line of stderr
  try {
    if (command === 'can-connect-to-database') await withClient(datasourceUrl, (client) => client.query('SELECT 1'));
    else if (command === 'create-database') await createDatabase(datasourceUrl);
    else if (command === 'drop-database') {
      await dropDatabase(datasourceUrl);
      log('INFO', { message: 'The database was successfully dropped.' });
    } else throw new Error(`unknown schema engine command ${command}`);
    return 0;
  } catch (error) {
    const noSuchDatabase = error.code === '3D000';
    log('ERROR', {
      message: String(error.message || error.code || error),
      error_code: noSuchDatabase ? 'P1003' : 'P1001',
    });
    return 1;
  }
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

let engine;
async function answer(method, params) {
  if (method === 'createDatabase') return createDatabase(params?.datasource?.url ?? datasourceUrl);
  engine ??= await createEngine(datasourceUrl);
  if (method === 'getDatabaseVersion') return engine.version(params);
  const result = await engine[method](params);
  // The native engine prints a diff by a call of its own; any id that the CLI does not use will do.
  if (method === 'diff' && result.stdout) send({ id: 100_000, method: 'print', params: { content: result.stdout } });
  return result ?? null;
}

async function answerLine(line) {
  const { id, method, params } = JSON.parse(line);
  if (!method) return; // the CLI's reply to `print`
  if (process.env.PRISMA_SCHEMA_ENGINE_LOG) process.stderr.write(`${line.slice(0, 2000)}\n`);
  try {
    send({ id, result: await answer(method, params) });
  } catch (error) {
    const message = panicMessage || String(error?.message ?? error);
    const data = { is_panic: false, message, error_code: error?.code, meta: error?.meta ?? {} };
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

if (positionals[0] === 'cli') process.exit(await runCommand(positionals[1]));

presentPgCharAsText();
await loadWasm();
const requests = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
let answered = Promise.resolve();
requests.on('line', (line) => {
  if (line.trim()) answered = answered.then(() => answerLine(line));
});
requests.on('close', () => void answered.finally(() => process.exit(0)));
