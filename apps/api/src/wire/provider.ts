import { type Provider as CatalogueProvider, definitionVersion } from '@latchkey/providers';
import { type Static, Type } from 'typebox';
import { Definition } from './definition.js';
import { named, ref } from './schema.js';

export const Provider = named(
  'Provider',
  Type.Object(
    {
      key: Type.String(),
      name: Type.String(),
      definition: ref(Definition),
      definitionVersion: Type.String({ description: 'SHA-256 of the definition.' }),
    },
    { description: 'An entry of the catalogue.' },
  ),
);

export function toProvider(provider: CatalogueProvider): Static<typeof Provider> {
  return {
    key: provider.key,
    name: provider.definition.name,
    definition: provider.definition,
    definitionVersion: definitionVersion(provider.definition),
  };
}
