import { messagesFor } from '@latchkey/sdk/messages';
import { renderDocument } from './document.js';
import { html } from './markup.js';
import { glyph, solo } from './parts.js';

export interface ConnectingPageData {
  /** BCP 47 tag. */
  readonly lang: string;
  readonly organization: { readonly name: string };
  readonly provider: { readonly name: string };
  /** The authorization request's URL: absolute, http(s), percent-encoded. */
  readonly authorizationUrl: string;
}

/**
 * The hop to the provider: `form-action 'self'` forbids a redirect from a POST to another origin, so the POST answers 200
 * with this page, whose refresh goes there at once and whose link is there for browsers that do not refresh.
 * @throws TypeError when the URL is not an absolute http(s) URL.
 */
export function renderConnectingPage(data: ConnectingPageData): string {
  const url = new URL(data.authorizationUrl);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError('authorizationUrl is not an http(s) URL');
  const messages = messagesFor(data.lang);
  const { connecting } = messages.pages;
  const title = connecting.title(data.provider.name);
  return renderDocument({
    lang: data.lang,
    title,
    head: html`<meta http-equiv="refresh" content="0;url=${url.href}">`,
    body: solo(
      messages,
      data.organization.name,
      html`${glyph('brokenRing', 'glyph-large spin')}
<div><h1>${title}</h1><p>${connecting.text(data.provider.name)}</p></div>
<div class="actions"><a class="button button-secondary" href="${url.href}">${connecting.link(data.provider.name)}</a></div>`,
      'card-notice',
    ),
  });
}
