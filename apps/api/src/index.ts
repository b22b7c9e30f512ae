export { createApiMetrics } from './api-metrics.js';
export { cidrProblem } from './cidr.js';
export { type RunningApi, startApi } from './compose.js';
export type { ApiConfig } from './config.js';
export { type Scope, scopes } from './scopes.js';
