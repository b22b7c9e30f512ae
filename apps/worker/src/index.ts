export { startWorker, type Worker } from './compose.js';
export type { WorkerConfig } from './config.js';
