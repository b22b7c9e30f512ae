import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

/** A real process that uses `stopOnSignals`; `stop` is the body of its stop function. */
async function startProcess(t: Test, stop: string) {
  const source = new URL('../src/index.ts', import.meta.url).href;
  const code = `import { createLogger, stopOnSignals } from ${JSON.stringify(source)};
    const logger = createLogger({ name: 'test', redact: (line) => line });
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    stopOnSignals({ logger, timeoutMs: 700, stop: async () => { ${stop} } });
    setInterval(() => {}, 60_000);
    process.send('up');`;
  const child: ChildProcess = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', code], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  // Not 'close': Node leaves it out after a disconnect by the parent.
  const closed = Promise.all([once(child, 'exit'), once(child.stdout as Readable, 'end')]).then(([[code]]) => code);
  const first = await Promise.race([once(child, 'message'), closed]);
  if (!Array.isArray(first)) throw new Error(`it did not come up: ${output}`);
  const messages = () =>
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
  return { child, messages, exitCode: () => closed };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  t.test(`${signal} stops in order, and exit code 0 says that it worked`, async (t) => {
    const { child, messages, exitCode } = await startProcess(
      t,
      `await later(20); logger.info('closed the door'); await later(20); logger.info('closed the database');`,
    );
    child.kill(signal);
    t.equal(await exitCode(), 0);
    t.same(messages(), ['stopping', 'closed the door', 'closed the database', 'stopped']);
  });

t.test('a second signal ends it at once', async (t) => {
  const { child, messages, exitCode } = await startProcess(t, `process.send('stopping'); await later(60_000);`);
  child.kill('SIGTERM');
  await once(child, 'message');
  child.kill('SIGINT');
  t.equal(await exitCode(), 130);
  t.same(messages(), ['stopping', 'second signal, ending at once']);
});

t.test('a stop that takes too long is cut off', async (t) => {
  const { child, messages, exitCode } = await startProcess(t, 'await later(60_000);');
  child.kill('SIGTERM');
  t.equal(await exitCode(), 1);
  t.same(messages(), ['stopping', 'not stopped in time, ending anyway']);
});

t.test('a stop that fails is told', async (t) => {
  const { child, messages, exitCode } = await startProcess(t, `throw new Error('no');`);
  child.kill('SIGTERM');
  t.equal(await exitCode(), 1);
  t.same(messages(), ['stopping', 'could not stop cleanly']);
});

t.test('it stops when the process that started it is gone', async (t) => {
  const { child, messages, exitCode } = await startProcess(t, '');
  child.disconnect();
  t.equal(await exitCode(), 0);
  t.same(messages(), ['stopping', 'stopped']);
});
