import type { Template } from './template.js';

/** A JWT that is signed for each request: of the JWT bearer grant (RFC 7523 section 2.1), or a client secret that is one. */
export interface AssertionTerms {
  /** Filled, a private key. */
  readonly key: Template;
  /** Absent: the key's own, if it has one. */
  readonly keyId?: Template;
  readonly issuer: Template;
  readonly subject: Template;
  /** Absent: the issuer, else the URL that the request goes to. */
  readonly audience?: Template;
  /** In seconds. */
  readonly lifetime: number;
  readonly claims: Readonly<Record<string, Template>>;
}
