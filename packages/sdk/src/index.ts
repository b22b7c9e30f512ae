export * from './wizard-state.js';
