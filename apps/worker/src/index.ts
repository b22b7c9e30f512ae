export { startWorker, type Worker } from './compose.js';
export type { WorkerConfig } from './config.js';
export { createWorkerMetrics } from './worker-metrics.js';
