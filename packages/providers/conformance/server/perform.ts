import { authorizePage } from './authorize-page.js';
import { furtherEndpoint } from './further-endpoints.js';
import { lookUpPage } from './look-up.js';
import { type Play, Refused } from './play.js';
import type { Received } from './received.js';
import { type Answer, refusalAnswer } from './token-answer.js';
import { tokenAddress, tokenEndpoint } from './token-endpoint.js';

export type Performed =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'redirect'; readonly location: string };

/** What the provider does with a request, by its facts alone. What it refuses is written down. */
export function perform(play: Play, request: Received, from: 'browser' | 'client'): Performed {
  try {
    const page = from === 'browser' ? lookUpPage(play, request) : undefined;
    if (page) return { kind: 'answer', answer: page };
    if (from === 'browser') return { kind: 'redirect', location: authorizePage(play, request) };
    return { kind: 'answer', answer: answerOf(play, request) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (play.mode === 'judging') play.refusals.push(error.message);
    return { kind: 'answer', answer: refusalAnswer(play, error) };
  }
}

function answerOf(play: Play, request: Received): Answer {
  const further = furtherEndpoint(play, request);
  if (further) return further;
  const token = tokenAddress(play, request);
  if (token) return tokenEndpoint(play, request, token);
  const { origin, pathname } = request.url;
  throw new Refused(`${request.method} ${origin}${pathname} is no address of the facts`);
}
