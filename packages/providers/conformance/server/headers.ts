import { createHmac } from 'node:crypto';
import { matchesText } from './matching.js';
import { knownValue, type Play, Refused } from './play.js';
import type { Received } from './received.js';

const signed = /^hmac_sha256\(secret, (.+)\)$/;

/** Refuses a request without the headers that a map of the facts names. What nobody can know yet is not asked for. */
export function checkHeaders(
  play: Play,
  what: string,
  request: Received,
  member: string,
  map: Readonly<Record<string, string>> | undefined,
): void {
  for (const [name, template] of Object.entries(map ?? {})) {
    const value = request.headers[name.toLowerCase()];
    if (value === undefined && isUnknowable(play, template)) continue;
    if (value === undefined) throw new Refused(`${what}: the header ${name} is missing`);
    const over = signed.exec(template)?.[1];
    const fits = over === undefined ? matchesText(play, template, value) : value === signatureOver(play, request, over);
    if (!fits) throw new Refused(`${what}: the header ${name} is ${JSON.stringify(value)}, not ${template}`);
    play.seen.add(`${member}.${name}`);
  }
}

/** Whether a text speaks of something that is not known right after connecting. */
function isUnknowable(play: Play, template: string): boolean {
  if (signed.test(template) || template === '{now_ms}') return false;
  return [...template.matchAll(/\{([^{}]+)\}/g)].some(([, name]) => knownValue(play, name as string) === undefined);
}

/** What is signed is named part by part: the body, or another header. */
function signatureOver(play: Play, request: Received, over: string): string {
  const text = over
    .split('+')
    .map((part) => (part === 'body' ? request.body : (request.headers[part] ?? '')))
    .join('');
  return createHmac('sha256', play.client.secret).update(text).digest('hex');
}
