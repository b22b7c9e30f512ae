import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import fp from 'fastify-plugin';

/**
 * When the schemas of routes become functions. Compiling all of them takes seconds of CPU at each start, and a process
 * seldom needs more than a few: `when_used` is what runs; `at_start` lets a test find a schema that cannot be compiled.
 */
export interface CompileOptions {
  readonly compile: 'at_start' | 'when_used';
}

type Serialize = (value: unknown) => string;

/** Writes answers by their schemas: what a schema does not name is left out. */
export const answersBySchema = fp<CompileOptions>(async (app, { compile }) => {
  const select = SerializerSelector();
  app.setSerializerCompiler((route) => {
    const known = app.getSchemas();
    let compiled: Serialize | undefined;
    const made = () => {
      compiled = select(known, {})({ ...route, httpStatus: route.httpStatus ?? 'default' }) as Serialize;
      return compiled;
    };
    if (compile === 'at_start') made();
    return (value: unknown) => (compiled ?? made())(value);
  });
});
