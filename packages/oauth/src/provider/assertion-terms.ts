import type { Definition } from './definition.js';
import { type Filler, freezeText, freezeTexts } from './endpoint.js';
import type { Template } from './template.js';

/** The JWT of the JWT bearer grant (RFC 7523 section 2.1). */
export interface AssertionTerms {
  /** Filled, a private JWK. */
  readonly key: Template;
  readonly issuer: Template;
  readonly subject: Template;
  /** Absent: the issuer, else the token endpoint's URL. */
  readonly audience?: Template;
  /** In seconds. */
  readonly lifetime: number;
  readonly claims: Readonly<Record<string, Template>>;
}

/** The assertion of a definition with its inputs put in; what is secret stays open. */
export function freezeAssertion(assertion: NonNullable<Definition['assertion']>, fill: Filler): AssertionTerms {
  const { key = '{client.secret}', issuer = '{client.id}', subject = issuer, audience, lifetime = 300 } = assertion;
  return {
    key: freezeText('assertion.key', key, fill),
    issuer: freezeText('assertion.issuer', issuer, fill),
    subject: freezeText('assertion.subject', subject, fill),
    ...(audience === undefined ? {} : { audience: freezeText('assertion.audience', audience, fill) }),
    lifetime,
    claims: freezeTexts('assertion.claims', assertion.claims, fill),
  };
}
