// The part of JSON Schema (draft 2020-12) that definitions are described in, and the TypeScript type of what fits.

/** A schema as data. Every object is closed: unknown members are errors. */
export type Schema =
  | TextSchema
  | { readonly type: 'boolean'; readonly description?: string }
  | { readonly type: 'integer'; readonly description?: string; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'array'; readonly description?: string; readonly items: Schema; readonly maxItems: number }
  | MapSchema
  | ObjectSchema;

export interface TextSchema {
  readonly type: 'string';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly string[];
}

/** Free names, one kind of value. */
export interface MapSchema {
  readonly type: 'object';
  readonly description?: string;
  readonly additionalProperties: Schema;
  readonly propertyNames: TextSchema;
  readonly maxProperties: number;
}

export interface ObjectSchema {
  readonly type: 'object';
  readonly description?: string;
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** The type of the values that a schema accepts. */
export type FromSchema<S> = S extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : S extends { readonly type: 'string' }
    ? string
    : S extends { readonly type: 'integer' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'array'; readonly items: infer Items }
          ? readonly FromSchema<Items>[]
          : S extends {
                readonly properties: infer Properties;
                readonly required: readonly (infer Required)[];
              }
            ? Flat<
                { readonly [K in Extract<keyof Properties, Required>]: FromSchema<Properties[K]> } & {
                  readonly [K in Exclude<keyof Properties, Required>]?: FromSchema<Properties[K]>;
                }
              >
            : S extends { readonly propertyNames: infer Names; readonly additionalProperties: infer Value }
              ? Names extends { readonly enum: readonly (infer Name extends string)[] }
                ? { readonly [K in Name]?: FromSchema<Value> }
                : Readonly<Record<string, FromSchema<Value>>>
              : never;

type Flat<T> = { readonly [K in keyof T]: T[K] };
