export { startEmbeddedPostgres } from './embedded-postgres.js';
export { type DatabaseUrls, prepareDatabase } from './prepare-database.js';
export { type LatchkeyOptions, type RunningLatchkey, startLatchkey } from './start-latchkey.js';
