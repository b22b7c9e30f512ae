export { startEmbeddedPostgres } from './embedded-postgres.js';
export { commands } from './operator/commands.js';
export { type DatabaseUrls, prepareDatabase } from './prepare-database.js';
export { sandboxDefinition, sandboxScopeNames } from './sandbox-definition.js';
export { type DemoOptions, type SeededDemo, seedDemo } from './seed.js';
export { type LatchkeyOptions, type RunningLatchkey, startLatchkey } from './start-latchkey.js';
