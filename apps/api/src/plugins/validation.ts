import { Ajv } from 'ajv';
import fp from 'fastify-plugin';

/**
 * Validates requests: unknown members are errors, not dropped; every problem is told at once; only queries, which are
 * all text, have their types read into them.
 */
export const strictValidation = fp(async (app) => {
  const shared = { allErrors: true, removeAdditional: false, useDefaults: true, strict: false, validateFormats: false };
  const exact = new Ajv({ ...shared, coerceTypes: false });
  const fromText = new Ajv({ ...shared, coerceTypes: 'array' });
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const known = app.getSchemas();
    const ajv = httpPart === 'body' ? exact : fromText;
    for (const [id, named] of Object.entries(known)) if (!ajv.getSchema(id)) ajv.addSchema(named as object, id);
    return ajv.compile(schema as object);
  });
});
