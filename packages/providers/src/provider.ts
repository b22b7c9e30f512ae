import type { Definition } from '@latchkey/oauth';

/** An entry of the catalogue: a definition of its own provider, and the key that names it in URLs and configs. */
export interface Provider {
  /** Stable; lower case with hyphens, also the name of its file of facts. */
  readonly key: string;
  readonly definition: Definition;
}
