import type { DiscoveredServer } from '@latchkey/oauth';
import { definitionVersion } from '@latchkey/providers';
import { type Static, Type } from 'typebox';
import { Definition } from './definition.js';
import { named, ref } from './schema.js';

export const DiscoveredDefinition = named(
  'DiscoveredDefinition',
  Type.Object(
    {
      metadataUrl: Type.String({ description: 'Where the metadata was found.' }),
      definition: ref(Definition),
      definitionVersion: Type.String({ description: 'SHA-256 of the definition.' }),
      notes: Type.Array(Type.String(), {
        description: 'What was assumed, or what the metadata says besides, in sentences.',
      }),
    },
    { description: "An authorization server's own metadata as a definition: pass it on as a config's `definition`." },
  ),
);

export function toDiscoveredDefinition(
  found: DiscoveredServer & { readonly kind: 'discovered' },
): Static<typeof DiscoveredDefinition> {
  const { metadataUrl, definition, notes } = found;
  return { metadataUrl, definition, definitionVersion: definitionVersion(definition), notes: [...notes] };
}
