// Preloaded into every process of a benchmark that is written in TypeScript: the benchmark itself and its floors.
import { register } from 'node:module';

process.setSourceMapsEnabled(true);
register('../transpile.mjs', import.meta.url);
