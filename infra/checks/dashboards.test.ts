import { readFile } from 'node:fs/promises';
import { createApiMetrics } from '@latchkey/api';
import { createCallbackMetrics } from '@latchkey/callback';
import { createMetrics, measureRequests } from '@latchkey/process';
import { createWorkerMetrics } from '@latchkey/worker';
import t from 'tap';

const registry = createMetrics();
createApiMetrics(registry);
createCallbackMetrics(registry);
const slots = {
  free: () => 1,
  busy: () => 0,
  room: async () => undefined,
  idle: async () => {},
  claim: async () => Promise.reject(new Error()),
};
createWorkerMetrics(registry, {
  db: { pool: undefined as never },
  slots: { refresh: slots, revoke: slots, poll: slots, deliver: slots },
  ports: { spool: { list: async () => [] } },
  restoreGuard: { shut: () => undefined },
});
measureRequests({ addHook: () => undefined }, registry, 'api');
const known = new Set(
  registry
    .getMetricsAsArray()
    .flatMap(({ name, type }) =>
      String(type) === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
    ),
);

for (const file of ['alerts.yml', 'grafana.json'])
  t.test(`${file} asks only for metrics that there are`, async (t) => {
    const text = await readFile(new URL(`../dashboards/${file}`, import.meta.url), 'utf8');
    const asked = new Set(text.match(/\b(?:latchkey|process|nodejs)_[a-z0-9_]+/g));
    t.ok(asked.size >= 5, [...asked].join(' '));
    t.same(
      [...asked].filter((name) => !known.has(name)),
      [],
    );
  });

t.test('what is counted is shown', async (t) => {
  const shown = await readFile(new URL('../dashboards/grafana.json', import.meta.url), 'utf8');
  const hidden = registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('latchkey_') && !shown.includes(name));
  t.same(hidden, []);
});
