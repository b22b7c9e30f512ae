import type { OpenApi, Schema } from './openapi.js';
import type { Random } from './random.js';

/** What the values of a request may name. */
export interface KnownThings {
  /** Ids by prefix: `int`, `conn`, …; the first ones are of the organization, those of `foreign` of another. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly foreign: Readonly<Record<string, readonly string[]>>;
  /** Whose the users and variables are. */
  readonly owners: Readonly<Record<string, string>>;
  /** A definition of a provider that answers. */
  readonly definition: object;
  readonly issuer: string;
  readonly origin: string;
}

/** Makes values by schemas; what is secret in them is told to `onSecret`. */
export interface ValueMaker {
  make(schema: Schema, name: string): unknown;
  /** An id of this prefix: mostly one that is there, else another organization's or nobody's. */
  id(prefix: string): string;
}

const secretNames = /secret|token$|^token$|password|privateKey|passphrase/i;
/** The prefix that the ids of a member have. */
const idMembers: Readonly<Record<string, string>> = {
  integrationId: 'int',
  integrationIds: 'int',
  connectionConfigId: 'cfg',
  customerId: 'cus',
  instanceId: 'ins',
  userId: 'usr',
  connectionId: 'conn',
};

/** Texts that patterns of the document take, tried in this order. */
const patterned = [
  'payroll-sync',
  'production',
  'en',
  'x',
  'A',
  '7',
  'f'.repeat(64),
  'https://app.example.com',
  'ab_cd',
];

export function createValueMaker(
  { resolve }: OpenApi,
  known: KnownThings,
  random: Random,
  onSecret: (value: string) => void,
): ValueMaker {
  const id = (prefix: string): string => {
    const own = known.ids[prefix] ?? [];
    const foreign = known.foreign[prefix] ?? [];
    if (own.length > 0 && random.percent(85)) return random.pick(own);
    if (foreign.length > 0 && random.percent(50)) return random.pick(foreign);
    return `${prefix}_${Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')}`;
  };

  const text = (schema: Schema, name: string): string => {
    if (secretNames.test(name) || schema.writeOnly) {
      const value = `canary-${random.word(24)}`;
      onSecret(value);
      return value;
    }
    const prefix = idMembers[name];
    if (prefix !== undefined) return id(prefix);
    if (name === 'provider') return random.pick(['xero', 'github', 'nobody']);
    if (name === 'environment') return random.pick(['production', 'sandbox']);
    if (name === 'issuer') return known.issuer;
    if (name === 'origins' || name === 'returnUrl') return known.origin;
    if (name === 'host') return `oauth2.${random.word(10).toLowerCase()}.example`;
    if (/uri|url/i.test(name)) return 'https://app.example.com/done';
    if (name === 'allowedCidrs') return '127.0.0.0/8';
    if (schema.format === 'date-time' || name === 'since' || name === 'until' || name === 'expiresAt')
      return new Date(Date.UTC(2030, random.below(12), 1 + random.below(28))).toISOString();
    if (schema.pattern !== undefined) {
      const pattern = new RegExp(schema.pattern, 'u');
      // Unlike each other where the pattern lets them: keys must be unique.
      const fresh = `k-${random.word(8)}`;
      return pattern.test(fresh) ? fresh : (patterned.find((one) => pattern.test(one)) ?? 'x');
    }
    return random.word(Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 12, 12)));
  };

  const make = (given: Schema, name: string, depth = 0): unknown => {
    const schema = resolve(given);
    if (name === 'definition') return known.definition;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return make(random.pick(choices), name, depth + 1);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => make(one, name, depth + 1)));
    const type = Array.isArray(schema.type) ? random.pick(schema.type as readonly string[]) : schema.type;
    switch (type) {
      case 'string':
        return text(schema, name);
      case 'integer':
      case 'number':
        return (schema.minimum ?? 0) + random.below(Math.min((schema.maximum ?? 100) - (schema.minimum ?? 0), 200) + 1);
      case 'boolean':
        return random.percent(50);
      case 'null':
        return null;
      case 'array': {
        const length = Math.max(schema.minItems ?? 0, random.below(3));
        return depth > 4 ? [] : Array.from({ length }, () => make(schema.items ?? {}, name, depth + 1));
      }
      case 'object':
        return object(schema, name, depth);
      default:
        return random.pick(['x', 1, true, null]);
    }
  };

  const object = (schema: Schema, name: string, depth: number): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    for (const [member, one] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(member) || (depth < 5 && random.percent(50)))
        made[member] = make(one, member, depth + 1);
    const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const more = others ?? Object.values(schema.patternProperties ?? {})[0];
    if (more && depth < 5)
      for (const member of name === 'environments' ? ['production'] : ['region', 'plan'])
        if (random.percent(70)) made[member] = make(more, member, depth + 1);
    return made;
  };

  return { make: (schema, name) => make(schema, name), id };
}
