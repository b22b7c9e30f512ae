export * from './environment.js';
export * from './listen.js';
export * from './logger.js';
export * from './metrics.js';
export * from './private-port.js';
export * from './request-metrics.js';
export { runProcess, type StartedProcess } from './run-process.js';
export * from './start-error.js';
export * from './stop-on-signals.js';
