import { createSign, generateKeyPairSync } from 'node:crypto';

// The few ASN.1 forms (X.690) that a certificate is made of.
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 128 ? Buffer.of(content.length) : Buffer.of(0x82, content.length >> 8, content.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, content]);
}
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const utcTime = (year: number) => der(0x17, Buffer.from(`${String(year % 100).padStart(2, '0')}0101000000Z`));

/** A fresh key and a certificate (PEM) that it signs itself, for one DNS name. */
export function selfSigned(dnsName: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(dnsName)));
  const subject = sequence(der(0x31, commonName));
  const altNames = sequence(der(0x82, Buffer.from(dnsName)));
  const extensions = sequence(
    sequence(Buffer.from('0603551d11', 'hex'), der(0x04, altNames)),
    sequence(Buffer.from('0603551d13', 'hex'), der(0x04, sequence(Buffer.from('0101ff', 'hex')))), // CA: true
  );
  const year = new Date().getUTCFullYear();
  const body = sequence(
    der(0xa0, Buffer.from('020102', 'hex')), // version 3
    der(0x02, Buffer.of(1)),
    ecdsaWithSha256,
    subject,
    sequence(utcTime(year - 1), utcTime(year + 2)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = sequence(body, ecdsaWithSha256, der(0x03, Buffer.of(0), signature));
  const base64 = certificate.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}
