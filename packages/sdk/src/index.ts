export * from './client/index.js';
export * from './wizard-state.js';
