import { messagesFor } from '@latchkey/sdk/messages';
import { renderDocument } from './document.js';
import { html } from './markup.js';
import { glyph, solo } from './parts.js';

export interface WrongRegionPageData {
  /** BCP 47 tag. */
  readonly lang: string;
  readonly requestId: string;
  /** Where the sign-in was started. */
  readonly region: string;
  /** The redirect URI that belongs there; from configuration. */
  readonly callbackUrl: string;
}

/**
 * "This answer came to the wrong address": the provider sent the person to the callback URL of another region. Names the
 * right one, for whoever registered it, and what to do. Send it with 400.
 */
export function renderWrongRegionPage(data: WrongRegionPageData): string {
  const messages = messagesFor(data.lang);
  const { wrongRegion } = messages.pages;
  return renderDocument({
    lang: data.lang,
    title: wrongRegion.title,
    body: solo(
      messages,
      undefined,
      html`${glyph('brokenRing', 'glyph-large')}
<div><h1 tabindex="-1">${wrongRegion.title}</h1><p>${wrongRegion.text(data.region)}</p></div>
<p>${wrongRegion.register}</p>
<p class="mono">${data.callbackUrl}</p>
<p>${wrongRegion.again}</p>
<div class="actions"><span class="meta muted mono">${data.requestId}</span></div>`,
      'card-notice',
    ),
  });
}
