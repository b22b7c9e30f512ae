import type { ConfigWithEnvironments } from '@latchkey/db/management';
import { type Definition, type Difference, definitionDifference } from '@latchkey/oauth';
import { definitionVersion, providerByKey } from '@latchkey/providers';
import { unprocessable } from '../errors.js';

/** The catalogue's present definition beside the one that a config pins. */
export interface Upgrade {
  readonly definition: Definition;
  readonly present: string;
  readonly differences: readonly Difference[];
}

/** Finds it; throws a Problem for a config whose definition is not the catalogue's, or no longer there. */
export function findUpgrade(config: ConfigWithEnvironments): Upgrade {
  const { providerKey } = config;
  if (providerKey === null)
    throw unprocessable('provider', 'is null: the definition is your own, so there is nothing to upgrade to');
  const provider = providerByKey(providerKey);
  if (!provider) throw unprocessable('provider', 'is no longer in the catalogue; the pinned definition stays as it is');
  const { definition } = provider;
  // As JSON, as it was saved: members that are undefined are not there.
  const after: unknown = JSON.parse(JSON.stringify(definition));
  return {
    definition,
    present: definitionVersion(definition),
    differences: definitionDifference(config.definition, after),
  };
}
