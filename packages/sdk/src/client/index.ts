export { createLatchkey, type Latchkey, type LatchkeyOptions, type Schemas } from './create-latchkey.js';
export { LatchkeyError, type Problem } from './latchkey-error.js';
export type { AnswerOf, Method, OptionsOf, PathOf } from './operations.js';
