import type { Definition } from '@latchkey/oauth';

/** A value that a provider's definition asks for: a placeholder of its URL templates. */
export interface ProviderInput {
  /** The placeholder's name. */
  readonly name: string;
  readonly label: string;
  /** One sentence for the person who fills it in. */
  readonly help?: string;
}

/** An entry of the catalogue. */
export interface Provider {
  /** Stable; names the entry in URLs and connection configs. */
  readonly key: string;
  readonly definition: Definition;
  /** One for each placeholder of the definition's URLs. */
  readonly inputs: readonly ProviderInput[];
}
