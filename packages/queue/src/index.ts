export { backendKind, type QueueLocation } from './backend.js';
export { openBell } from './bell.js';
export { prepareQueue } from './prepare-queue.js';
export { openRedisText, type RedisText } from './redis-text.js';
export { type QueueLogger, type TickHandler, type TickHandlers, tickIntervalMs, tickNames } from './ticks.js';
export { startTicks, type Ticks, type TicksOptions } from './worker.js';
