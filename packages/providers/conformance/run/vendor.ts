import { generateKeyPairSync } from 'node:crypto';
import { type Client, type Definition, type OrganizationId, secret } from '@latchkey/oauth';
import { type MemoryWorld, memoryWorld } from '@latchkey/oauth/testing';
import { tokenStepOf } from '../facts/extra-steps.js';
import type { Facts } from '../facts/facts-schema.js';
import type { RegisteredClient } from '../server/play.js';
import type { FilledInputs } from './customer-inputs.js';

/** A client as the facts ask for: with a secret, a private key or a certificate. */
export function registerClient(facts: Facts): RegisteredClient & { readonly stored: string } {
  // A client that the provider has for everybody is nobody's own.
  const id = tokenStepOf(facts)?.request.params?.client_id ?? 'client-1.apps';
  if (facts.client_auth === 'private_key_jwt') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'key-1' };
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    return { id, secret: '', publicKey: pem, stored: JSON.stringify(jwk) };
  }
  // In a body every character must arrive; how Basic writes them, providers do not agree on.
  const isBody = facts.client_auth === 'body' || facts.client_auth === undefined;
  const text = isBody ? 'k9+/=&x y%' : 'k9_x-y.z';
  return { id, secret: text, stored: text };
}

/** A world in memory with one connection of that definition. */
export async function connectionWorld(
  definition: Definition,
  client: RegisteredClient & { readonly stored: string },
  filled: FilledInputs,
  scopes: readonly string[],
) {
  const world = memoryWorld(() => {
    throw new Error('requests go over the socket');
  });
  const organizationId = world.newId() as OrganizationId;
  const connection = await world.addConnection({
    organizationId,
    definition,
    client: await sealedClient(world, organizationId, client),
    inputs: filled.inputs,
    scopes,
  });
  const purpose = { organizationId, row: connection.id, field: 'connection_input.value' } as const;
  const sealed = Object.entries(filled.secrets).map(
    async ([name, value]) => [name, await world.vault.seal(purpose, secret(value))] as const,
  );
  connection.secretInputs = Object.fromEntries(await Promise.all(sealed));
  return { world, connection };
}

async function sealedClient(
  world: MemoryWorld,
  organizationId: OrganizationId,
  client: RegisteredClient & { readonly stored: string },
): Promise<Client> {
  const rowId = world.newId();
  const purpose = { organizationId, row: rowId, field: 'client_secret.value' } as const;
  return {
    rowId: world.newId() as Client['rowId'],
    clientId: client.id,
    secrets: [{ rowId, value: await world.vault.seal(purpose, secret(client.stored)) }],
  };
}
