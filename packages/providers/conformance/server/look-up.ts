import { lookUpsOf } from '../facts/extra-steps.js';
import { reached } from './matching.js';
import type { Play } from './play.js';
import type { Received } from './received.js';
import type { Answer } from './token-answer.js';

/** A page on the way to the token endpoint, which a person opens; `undefined` where a request goes to none. */
export function lookUpPage(play: Play, { method, url }: Received): Answer | undefined {
  for (const page of lookUpsOf(play.facts)) {
    if (page.method !== method || !reached(play, { url: page.address }, 'token_url', url)) continue;
    const next = `${url.origin}/told-${page.member}`;
    play.told.set(page.placeholder, next);
    return { status: 200, type: 'application/json', body: JSON.stringify({ [page.member]: next }) };
  }
  return undefined;
}
