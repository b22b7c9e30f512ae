// Preloaded into every process of `npm test`. On each start, tap's own TypeScript loader takes seconds to transpile what one
// test file imports; this takes a tenth of that, and tap has no switch for it on Node 20. Not tsx, because that wraps every
// named function in a call to its own `__name`, which a function that a test hands to a browser then misses there.
import { register } from 'node:module';

if (process.argv[1]?.endsWith('.test.ts')) {
  // Tells that loader to stand back. What a test starts gets none of this.
  process.env.TAP_TYPE_STRIP_ONLY = '1';
  process.env.NODE_OPTIONS = process.env.NODE_OPTIONS?.replace(`--import=${import.meta.url}`, '').trim();
  process.setSourceMapsEnabled(true);
  register('./transpile.mjs', import.meta.url);
}
