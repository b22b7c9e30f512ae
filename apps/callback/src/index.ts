export { buildCallback } from './app.js';
export { createCallbackMetrics } from './callback-metrics.js';
export { type Callback, startCallback } from './compose.js';
export type { CallbackConfig } from './config.js';
