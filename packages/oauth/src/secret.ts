declare const secretBrand: unique symbol;

/** A value that must never be printed. Converting it to text, JSON or a log line gives `[secret]`. */
export interface Secret {
  readonly [secretBrand]: true;
  toString(): string;
  toJSON(): string;
}

const values = new WeakMap<object, string>();
const shown = '[secret]';
const prototype = Object.freeze({
  toString: () => shown,
  toJSON: () => shown,
  // Node's inspect, which console and pino's error serializer use.
  [Symbol.for('nodejs.util.inspect.custom')]: () => shown,
});

/** Wraps a secret text. The text is held outside the object, so that no serializer can walk to it. */
export function secret(value: string): Secret {
  const wrapped = Object.freeze(Object.create(prototype)) as Secret;
  values.set(wrapped, value);
  return wrapped;
}

/** The text of a secret: call it only where the text leaves for its one purpose (a request, a seal, an answer). */
export function reveal(wrapped: Secret): string {
  const value = values.get(wrapped);
  if (value === undefined) throw new TypeError('reveal() takes a value made by secret()');
  return value;
}
