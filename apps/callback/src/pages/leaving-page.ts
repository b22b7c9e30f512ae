import { messagesFor } from '@latchkey/sdk/messages';
import { renderDocument } from './document.js';
import { html } from './markup.js';
import { buttonLink, glyph, solo } from './parts.js';

export interface LeavingPageData {
  /** BCP 47 tag. */
  readonly lang: string;
  readonly organization: { readonly name: string };
  readonly provider: { readonly name: string };
  /** The vendor's page: absolute, http(s). */
  readonly url: string;
  readonly outcome: 'succeeded' | 'failed';
}

/**
 * The hop to the vendor's own page after an answer that was posted here (`form-action 'self'` forbids a redirect from a
 * POST to another origin). Send it with 200.
 * @throws TypeError when the URL is not an absolute http(s) URL.
 */
export function renderLeavingPage({ lang, organization, provider, url, outcome }: LeavingPageData): string {
  const target = new URL(url);
  if (!/^https?:$/.test(target.protocol)) throw new TypeError('url is not an http(s) URL');
  const messages = messagesFor(lang);
  const { success, failure, leaving } = messages.pages;
  const title = outcome === 'succeeded' ? success.title : failure.title(provider.name);
  return renderDocument({
    lang,
    title,
    head: html`<meta http-equiv="refresh" content="0;url=${target.href}">`,
    body: solo(
      messages,
      organization.name,
      html`${glyph(outcome === 'succeeded' ? 'tickInRing' : 'triangle', 'glyph-large')}
<h1>${title}</h1>
<div class="actions">${buttonLink(target.href, leaving(organization.name), 'secondary')}</div>`,
      'card-notice',
    ),
  });
}
