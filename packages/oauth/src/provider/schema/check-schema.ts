import type { MapSchema, ObjectSchema, Schema, TextSchema } from './from-schema.js';

/** What is wrong with one field, in words that say what was found and what to do. */
export interface FieldProblem {
  /** Dotted path from the root; `''` is the root itself. */
  readonly field: string;
  readonly messages: readonly string[];
}

/** More problems than this are not looked for: a definition of nothing but faults would make an answer of 100 MB. */
export const mostProblems = 100;

type Report = ((field: string, message: string) => undefined) & { readonly isFull: () => boolean };

/** What is wrong with a value, field by field; empty when it fits. Total: never throws for any JSON. */
export function checkSchema(schema: Schema, value: unknown): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (field: string, message: string): undefined => {
    problems.push({ field, messages: [message] });
  };
  check(schema, value, '', Object.assign(report, { isFull: () => problems.length >= mostProblems }));
  return problems;
}

function check(schema: Schema, value: unknown, field: string, report: Report): undefined {
  if (report.isFull()) return;
  switch (schema.type) {
    case 'string':
      return checkText(schema, value, field, report);
    case 'boolean':
      if (typeof value !== 'boolean') report(field, `must be true or false; ${found(value)}`);
      return;
    case 'integer': {
      const fits = Number.isInteger(value) && Number(value) >= schema.minimum && Number(value) <= schema.maximum;
      if (!fits) report(field, `must be a whole number from ${schema.minimum} to ${schema.maximum}; ${found(value)}`);
      return;
    }
    case 'array':
      if (!Array.isArray(value)) return report(field, `must be a list; ${found(value)}`);
      if (value.length > schema.maxItems)
        return report(field, `may hold ${schema.maxItems} items, not ${value.length}`);
      for (const [index, item] of value.entries()) check(schema.items, item, join(field, String(index)), report);
      return;
    case 'object':
      if (!isObject(value)) return report(field, `must be an object; ${found(value)}`);
      return 'properties' in schema
        ? checkObject(schema, value, field, report)
        : checkMap(schema, value, field, report);
  }
}

function checkText(schema: TextSchema, value: unknown, field: string, report: Report): undefined {
  if (schema.enum) {
    if (typeof value !== 'string' || !schema.enum.includes(value))
      report(field, `must be one of ${schema.enum.join(', ')}; ${found(value, 'another')}`);
    return;
  }
  if (typeof value !== 'string') return report(field, `must be a text; ${found(value)}`);
  const length = [...value].length;
  if (length < (schema.minLength ?? 0)) return report(field, 'must not be empty');
  if (length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
    return report(field, `must be at most ${schema.maxLength} characters long; it has ${length}`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    const example = schema.examples?.[0];
    report(field, `does not have the expected form${example === undefined ? '' : `, for example ${example}`}`);
  }
}

function checkObject(
  schema: ObjectSchema,
  value: Readonly<Record<string, unknown>>,
  field: string,
  report: Report,
): undefined {
  for (const name of schema.required)
    if (!Object.hasOwn(value, name)) report(join(field, name), `is required: ${wanted(schema.properties[name])}`);
  for (const [name, item] of Object.entries(value)) {
    if (report.isFull()) return;
    const known = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (known) check(known, item, join(field, name), report);
    else report(join(field, name), `is not known here; known are ${Object.keys(schema.properties).join(', ')}`);
  }
}

function checkMap(
  schema: MapSchema,
  value: Readonly<Record<string, unknown>>,
  field: string,
  report: Report,
): undefined {
  const entries = Object.entries(value);
  if (entries.length > schema.maxProperties)
    return report(field, `may hold ${schema.maxProperties} members, not ${entries.length}`);
  for (const [name, item] of entries) {
    const named = (at: string, message: string) => report(at, `its name ${message}`);
    checkText(schema.propertyNames, name, join(field, name), Object.assign(named, { isFull: report.isFull }));
    check(schema.additionalProperties, item, join(field, name), report);
  }
}

function join(field: string, name: string): string {
  // A name of somebody's making may be long or hold anything; the path is shown to people.
  const shown = name.slice(0, 100);
  return field === '' ? shown : `${field}.${shown}`;
}

/** What was found, without the value itself: it may be a secret that was put into the wrong place. */
function found(value: unknown, which: 'a' | 'another' = 'a'): string {
  if (value === undefined) return 'nothing was given';
  if (value === null) return 'found null';
  if (Array.isArray(value)) return 'found a list';
  if (typeof value === 'string') return value === '' ? 'found an empty text' : `found ${which} text`;
  return typeof value === 'object' ? 'found an object' : `found a ${typeof value}`;
}

function wanted(schema: Schema | undefined): string {
  if (schema?.type === 'object') return 'give an object';
  if (schema?.type === 'array') return 'give a list';
  if (schema?.type === 'boolean') return 'give true or false';
  return schema?.type === 'integer' ? 'give a whole number' : 'give a text';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
