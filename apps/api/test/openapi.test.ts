import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createLogger, createMetrics } from '@latchkey/process';
import { redactLine } from '@latchkey/vault';
import t from 'tap';
import type { ApiDeps } from '../src/api-deps.js';
import { createApiMetrics } from '../src/api-metrics.js';
import { buildApi } from '../src/app.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, { readonly schema: object }> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const deps = {
  lastUses: { flush: async () => undefined },
  metrics: createApiMetrics(createMetrics()),
} as unknown as ApiDeps;
// Every schema is compiled here, so that none fails at its first use.
const logger = createLogger({ name: 'api', level: 'silent', redact: redactLine });
const app = await buildApi(deps, logger, { compile: 'at_start' });
await app.ready();
t.teardown(() => app.close());
const document = JSON.parse(JSON.stringify(app.swagger())) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
);

t.test('every operation is whole and documents its problems', async (t) => {
  t.equal(document.openapi, '3.1.0');
  t.ok(operations.length >= 45, String(operations.length));
  const ids = operations.map(({ operation }) => operation.operationId);
  t.equal(new Set(ids).size, ids.length);
  for (const { name, method, path, operation } of operations) {
    t.ok(operation.operationId && operation.summary && operation.tags?.length, name);
    t.match(operation.description, /Needs the scope/, name);
    const problems = ['400', '401', '403', '500', ...(path.includes('{') ? ['404'] : [])];
    for (const status of problems) {
      const schema = operation.responses[status]?.content?.['application/problem+json']?.schema;
      t.same(schema, { $ref: '#/components/schemas/Problem' }, `${name} ${status}`);
    }
    t.ok(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      name,
    );
    const takesKey =
      operation.parameters?.some((one) => one.name === 'idempotency-key' && one.in === 'header') ?? false;
    t.equal(takesKey, method === 'post', name);
  }
});

t.test('every reference leads somewhere, and every component is used', async (t) => {
  const used = new Set(
    [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]),
  );
  t.same([...used].sort(), Object.keys(document.components.schemas).sort());
});

t.test('the SDK carries this document', async (t) => {
  const file = fileURLToPath(new URL('../../../packages/sdk/openapi.json', import.meta.url));
  t.same(JSON.parse(await readFile(file, 'utf8')), document, 'npm run fix writes it anew');
});
