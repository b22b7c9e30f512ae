import type { AssertionTerms } from './assertion-terms.js';
import type { Definition } from './definition.js';
import { type Filler, freezeText, freezeTexts } from './endpoint.js';

/** An assertion of a definition with its inputs put in; what is secret stays open. Throws an UnfilledField. */
export function freezeAssertion(
  field: string,
  assertion: NonNullable<Definition['assertion']>,
  fill: Filler,
): AssertionTerms {
  const {
    key = '{client.secret}',
    keyId,
    issuer = '{client.id}',
    subject = issuer,
    audience,
    lifetime = 300,
  } = assertion;
  const text = (name: string, given: string) => freezeText(`${field}.${name}`, given, fill);
  return {
    key: text('key', key),
    ...(keyId === undefined ? {} : { keyId: text('keyId', keyId) }),
    issuer: text('issuer', issuer),
    subject: text('subject', subject),
    ...(audience === undefined ? {} : { audience: text('audience', audience) }),
    lifetime,
    claims: freezeTexts(`${field}.claims`, assertion.claims, fill),
  };
}
