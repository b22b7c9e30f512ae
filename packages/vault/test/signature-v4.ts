import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/** What must be signed beside `host`, when it is sent at all. */
const mustBeSigned = ['host', 'x-amz-date', 'x-amz-target', 'x-amz-security-token', 'content-type'];

/**
 * Verifies AWS Signature Version 4 of a request to the path `/` without a query. Answers the name of the error that AWS
 * gives, or undefined when the signature is right and no older than five minutes.
 */
export function verifySignature(
  request: IncomingMessage,
  body: string,
  known: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    readonly service: string;
  },
): string | undefined {
  const { headers } = request;
  if (headers.authorization === undefined) return 'MissingAuthenticationTokenException';
  const parsed = authorizationPattern.exec(headers.authorization);
  const moment = String(headers['x-amz-date']);
  if (!parsed || !/^\d{8}T\d{6}Z$/.test(moment)) return 'IncompleteSignatureException';
  const [, accessKeyId = '', day = '', region = '', service = '', signedHeaders = '', signature = ''] = parsed;
  if (accessKeyId !== known.accessKeyId || headers['x-amz-security-token'] !== known.sessionToken)
    return 'UnrecognizedClientException';
  const names = signedHeaders.split(';');
  if (mustBeSigned.some((name) => headers[name] !== undefined && !names.includes(name)))
    return 'InvalidSignatureException';
  if (service !== known.service || !moment.startsWith(day) || Math.abs(Date.now() - timeOf(moment)) > 5 * 60_000)
    return 'InvalidSignatureException';
  const canonicalRequest = [
    ...[request.method, '/', ''],
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    ...['', signedHeaders, sha256(body)],
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonicalRequest)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${known.secretAccessKey}`,
  );
  const right = timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
  return right ? undefined : 'InvalidSignatureException';
}

function timeOf(moment: string): number {
  return Date.parse(moment.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
