import { definitions } from './generated/definitions.js';
import type { Provider } from './provider.js';

const catalogue: ReadonlyMap<string, Provider> = new Map(definitions.map((provider) => [provider.key, provider]));

/** The catalogue's entry of that key, or `undefined`. */
export function providerByKey(key: string): Provider | undefined {
  return catalogue.get(key);
}

/** Every entry of the catalogue, by key. */
export function listProviders(): readonly Provider[] {
  return [...catalogue.values()];
}
