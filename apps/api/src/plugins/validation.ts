import { Ajv, type ValidateFunction } from 'ajv';
import type { FastifySchemaValidationError } from 'fastify';
import fp from 'fastify-plugin';
import type { CompileOptions } from './serialization.js';

/**
 * Validates requests: unknown members are errors, not dropped; every problem is told at once; only queries, which are
 * all text, have their types read into them.
 */
export const strictValidation = fp<CompileOptions>(async (app, { compile }) => {
  const shared = {
    ...{ allErrors: true, removeAdditional: false, useDefaults: true, strict: false, validateFormats: false },
    // A schema that is none is found by the test that compiles them all.
    validateSchema: compile === 'at_start',
  };
  const withNamed = new Set<Ajv>();
  const exact = new Ajv({ ...shared, coerceTypes: false });
  const fromText = new Ajv({ ...shared, coerceTypes: 'array' });
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const known = app.getSchemas();
    const ajv = httpPart === 'body' ? exact : fromText;
    let compiled: ValidateFunction | undefined;
    const made = () => {
      // Not asked whether it has one: to answer that it compiles it.
      if (!withNamed.has(ajv)) for (const [id, named] of Object.entries(known)) ajv.addSchema(named as object, id);
      withNamed.add(ajv);
      compiled = ajv.compile(schema as object);
      return compiled;
    };
    if (compile === 'at_start') made();
    const validate = Object.assign(
      (value: unknown) => {
        const run = compiled ?? made();
        // A body that was left out lacks its members; saying that it must be an object would not help.
        const given = httpPart === 'body' ? (value ?? {}) : value;
        const isValid = run(given) as boolean;
        validate.errors = (run.errors ?? null) as FastifySchemaValidationError[] | null;
        return isValid && given !== value ? { value: given } : isValid;
      },
      { errors: null as FastifySchemaValidationError[] | null },
    );
    return validate;
  });
});
