import type { KMSClient } from '@aws-sdk/client-kms';
import { isKeyId } from '../envelope.js';
import type { KeyEncryptionKey } from '../key-ring.js';
import { KmsError } from '../kms-error.js';
import type { Purpose } from '../purpose.js';
import { VaultError } from '../vault-error.js';

/** A key, and not an alias: an alias may lead to another key tomorrow. */
const keyArn = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

/** What unwrapped keys outlive: an hour of an outage during which everything goes on, another in which reads do. */
const unwrappedLifeMs = 2 * 60 * 60_000;

/** What KMS says when the bytes or their context are others; trying again does not help. */
const final = new Set(['InvalidCiphertextException', 'IncorrectKeyException', 'InvalidKeyUsageException']);

/**
 * A symmetric key of AWS KMS. Each data key is bound to its organization and id by the encryption context. Region from the
 * ARN, credentials and endpoint as the SDK finds them (`AWS_…`, roles, `AWS_ENDPOINT_URL_KMS`); the SDK is loaded at the
 * first use. Throws a VaultError when the id or the ARN is none.
 */
export function awsKmsKey(
  id: string,
  arn: string,
  options: { readonly unwrappedLifeMs?: number } = {},
): KeyEncryptionKey {
  const region = keyArn.exec(arn)?.[1];
  if (!isKeyId(id)) throw new VaultError('a key id has 1 to 64 letters, digits, dots, underscores and hyphens');
  if (region === undefined)
    throw new VaultError('not the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>)', { keyId: id });
  let opened: ReturnType<typeof openClient> | undefined;

  /** Asks KMS, and tells by the kind of error whether asking again may help. */
  async function ask<Output>(
    purpose: Purpose,
    question: (sdk: Sdk, client: KMSClient, about: About) => Promise<Output>,
  ): Promise<Output> {
    opened ??= openClient(region as string);
    try {
      const { sdk, client } = await opened;
      return await question(sdk, client, { KeyId: arn, EncryptionContext: encryptionContext(purpose) });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'no answer';
      if (final.has(name)) throw new VaultError(`the KMS refuses to unwrap it: ${name}`, { keyId: id, purpose });
      throw new KmsError(id, name);
    }
  }

  return {
    id,
    unwrappedLifeMs: options.unwrappedLifeMs ?? unwrappedLifeMs,
    async generate(purpose) {
      const made = await ask(purpose, (sdk, client, about) =>
        client.send(new sdk.GenerateDataKeyCommand({ ...about, KeySpec: 'AES_256' })),
      );
      return { dataKey: present(made.Plaintext, id), wrapped: present(made.CiphertextBlob, id) };
    },
    async wrap(purpose, dataKey) {
      const made = await ask(purpose, (sdk, client, about) =>
        client.send(new sdk.EncryptCommand({ ...about, Plaintext: dataKey })),
      );
      return present(made.CiphertextBlob, id);
    },
    async unwrap(purpose, wrapped) {
      const answer = await ask(purpose, (sdk, client, about) =>
        client.send(new sdk.DecryptCommand({ ...about, CiphertextBlob: wrapped })),
      );
      return present(answer.Plaintext, id);
    },
  };
}

type Sdk = typeof import('@aws-sdk/client-kms');

interface About {
  readonly KeyId: string;
  readonly EncryptionContext: Record<string, string>;
}

/** It stands in AWS's own logs in the clear: ids and nothing else. */
function encryptionContext({ organizationId, row }: Purpose): Record<string, string> {
  return { 'latchkey:organization': organizationId, 'latchkey:data-key': row };
}

async function openClient(region: string): Promise<{ readonly sdk: Sdk; readonly client: KMSClient }> {
  const sdk = await import('@aws-sdk/client-kms');
  const client = new sdk.KMSClient({
    region,
    maxAttempts: 3,
    // A refresh that is under way waits for this at most once, before anything is sent.
    requestHandler: { connectionTimeout: 2000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return { sdk, client };
}

function present(bytes: Uint8Array | undefined, keyId: string): Uint8Array {
  if (!bytes) throw new KmsError(keyId, 'an answer without the key');
  return bytes;
}
