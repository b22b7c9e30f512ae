// What every npm script calls. Needs Node 20.19+ and npm, nothing else: the rest is installed into the checkout.
// The syntax of this file must be understood by old Nodes, so that they can be told.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Latchkey needs Node 20.19 or newer; this is ${process.version}. Get one from https://nodejs.org/`);
  process.exit(1);
}

const tasks = {
  start: () => import('./start.mjs').then((file) => file.start),
  test: () => import('./test.mjs').then((file) => file.test),
  check: () => import('./check.mjs').then((file) => file.check),
  fix: () => import('./fix.mjs').then((file) => file.fix),
  audit: () => import('./audit.mjs').then((file) => file.audit),
  bench: () => import('./bench.mjs').then((file) => file.bench),
  attacks: () => import('./attacks.mjs').then((file) => file.attacks),
  faults: () => import('./faults.mjs').then((file) => file.faults),
  fuzz: () => import('./fuzz.mjs').then((file) => file.fuzz),
  build: () => import('./program.mjs').then((file) => file.buildOnly),
  migrate: () => import('./program.mjs').then((file) => file.migrate),
  operator: () => import('./program.mjs').then((file) => file.operator),
  'providers:check': () => import('./program.mjs').then((file) => file.providersCheck),
  prisma: () => import('./program.mjs').then((file) => file.prisma),
};

const [name = 'start', ...rest] = process.argv.slice(2);
if (!Object.hasOwn(tasks, name)) {
  console.error(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
try {
  const run = await tasks[name]();
  process.exitCode = await run(rest);
} catch (error) {
  // Our own steps throw messages for people; anything else is a bug and shows where it is.
  console.error(error.name === 'StepError' ? `\n${error.message}` : error);
  process.exitCode = 1;
}
