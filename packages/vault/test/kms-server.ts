import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySignature } from './signature-v4.js';

/** What one request did, as the server saw it. */
export interface KmsCall {
  readonly operation: string;
  readonly keyId: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** The error that was answered. */
  readonly error?: string;
}

/** AWS KMS's protocol (JSON 1.1 over HTTP, Signature Version 4) for symmetric keys, on loopback. */
export interface KmsServer {
  readonly url: string;
  readonly calls: KmsCall[];
  /** Errors that the next requests get, whatever they ask. `cut`: the connection ends without an answer. */
  readonly faults: (KmsFault | 'cut')[];
  /** Makes a key; answers its ARN. */
  createKey(region?: string): string;
  setState(arn: string, state: KeyState): void;
  close(): Promise<void>;
}

export type KmsFault =
  | 'ThrottlingException'
  | 'KMSInternalException'
  | 'DependencyTimeoutException'
  | 'AccessDeniedException';
type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

export interface KmsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Key {
  readonly arn: string;
  readonly material: Buffer;
  state: KeyState;
}

interface KmsRequest {
  readonly KeyId?: string;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly KeySpec?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

class Refusal extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

const account = '111122223333';

/** Starts it; `credentials` are the ones that it accepts. */
export async function startKmsServer(credentials: KmsCredentials): Promise<KmsServer> {
  const keys = new Map<string, Key>();
  const calls: KmsCall[] = [];
  const faults: KmsServer['faults'] = [];

  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const fault = faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    const operation = /^TrentService\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
    const given = readRequest(body);
    const call = { operation, keyId: given.KeyId ?? '', encryptionContext: given.EncryptionContext ?? {} };
    const answer = (status: number, json: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() });
      response.end(JSON.stringify(json));
    };
    try {
      if (fault) throw faultOf(fault);
      authenticate(request, body);
      answer(200, perform(operation, given));
      calls.push(call);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('KMSInternalException', 'internal', 500);
      calls.push({ ...call, error: refusal.name });
      answer(refusal.status, { __type: refusal.name, message: refusal.message });
    }
  });

  function authenticate(request: IncomingMessage, body: string): void {
    if (request.method !== 'POST' || request.url !== '/') throw new Refusal('UnknownOperationException', '');
    if (request.headers['content-type'] !== 'application/x-amz-json-1.1')
      throw new Refusal('UnknownOperationException', 'not JSON 1.1');
    const problem = verifySignature(request, body, { ...credentials, service: 'kms' });
    if (problem) throw new Refusal(problem, 'The request signature we calculated does not match the one you provided.');
  }

  function perform(operation: string, given: KmsRequest): object {
    const key = keyOf(given.KeyId);
    const context = canonicalContext(given.EncryptionContext ?? {});
    switch (operation) {
      case 'GenerateDataKey': {
        if (given.KeySpec !== 'AES_256') throw new Refusal('ValidationException', 'KeySpec');
        const plaintext = randomBytes(32);
        return {
          ...{ KeyId: key.arn, KeyMaterialId: keyHash(key) },
          ...{ Plaintext: plaintext.toString('base64'), CiphertextBlob: encrypt(key, context, plaintext) },
        };
      }
      case 'Encrypt': {
        const plaintext = Buffer.from(given.Plaintext ?? '', 'base64');
        if (plaintext.length < 1 || plaintext.length > 4096) throw new Refusal('ValidationException', 'Plaintext');
        return { KeyId: key.arn, CiphertextBlob: encrypt(key, context, plaintext), EncryptionAlgorithm: algorithm };
      }
      case 'Decrypt': {
        const plaintext = decrypt(key, context, Buffer.from(given.CiphertextBlob ?? '', 'base64'));
        return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: algorithm };
      }
      default:
        throw new Refusal('UnknownOperationException', '');
    }
  }

  function keyOf(arn: string | undefined): Key {
    const key = keys.get(arn ?? '');
    if (!key) throw new Refusal('NotFoundException', `Key '${arn}' does not exist`);
    if (key.state === 'Disabled') throw new Refusal('DisabledException', `${arn} is disabled.`);
    if (key.state === 'PendingDeletion') throw new Refusal('KMSInvalidStateException', `${arn} is pending deletion.`);
    return key;
  }

  function decrypt(key: Key, context: string, blob: Buffer): Buffer {
    const named = [...keys.values()].find((other) => keyHash(other) === blob.subarray(0, 64).toString('latin1'));
    if (!named) throw new Refusal('InvalidCiphertextException', '');
    if (named !== key)
      throw new Refusal(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can perform this operation.',
      );
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.material, blob.subarray(64, 76));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(blob.subarray(76, 92));
      return Buffer.concat([decipher.update(blob.subarray(92)), decipher.final()]);
    } catch {
      throw new Refusal('InvalidCiphertextException', ''); // also for another encryption context, as KMS does
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults,
    createKey(region = 'eu-west-1') {
      const arn = `arn:aws:kms:${region}:${account}:key/${randomUUID()}`;
      keys.set(arn, { arn, material: randomBytes(32), state: 'Enabled' });
      return arn;
    },
    setState(arn, state) {
      const key = keys.get(arn);
      if (key) key.state = state;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const algorithm = 'SYMMETRIC_DEFAULT';

function encrypt(key: Key, context: string, plaintext: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from(keyHash(key)), nonce, cipher.getAuthTag(), ciphertext]).toString('base64');
}

function keyHash({ material }: Key): string {
  return createHmac('sha256', material).update('id').digest('hex');
}

/** The context is a set of pairs: their order does not count. */
function canonicalContext(context: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function faultOf(fault: KmsFault): Refusal {
  if (fault === 'KMSInternalException') return new Refusal(fault, 'internal', 500);
  if (fault === 'DependencyTimeoutException') return new Refusal(fault, 'timed out', 503);
  return new Refusal(
    fault,
    fault === 'ThrottlingException' ? 'Rate exceeded' : 'not authorized to perform kms:Decrypt',
  );
}

function readRequest(body: string): KmsRequest {
  try {
    return JSON.parse(body) as KmsRequest;
  } catch {
    return {};
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
