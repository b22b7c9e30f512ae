import type { Messages } from '@latchkey/sdk/messages';
import { pageAssets } from './assets.js';
import { renderDocument } from './document.js';
import { html, type Markup } from './markup.js';

/** What the pages at the end of a sign-in have in common. */
export interface ResultPageData {
  /** BCP 47 tag. */
  readonly lang: string;
  /** `conn_…`: announced to the wizard's page, and the fragment of the way back. */
  readonly connectionId: string;
  /** `popup`: opened by the wizard's page; `page`: the same tab. */
  readonly display: 'popup' | 'page';
  readonly organization: { readonly name: string };
  readonly integration: { readonly name: string };
  /** The provider's name as people know it. */
  readonly provider: { readonly name: string };
  /** Path of the wizard (`/wizard/wiz_…`) or another http(s) URL to go back to. The connection becomes its fragment. */
  readonly backUrl?: string;
}

/** Where "Back to {integration}" leads: the wizard, at this connection's card. */
export function backToCard(data: ResultPageData): string | undefined {
  return data.backUrl === undefined ? undefined : `${data.backUrl.replace(/#.*$/s, '')}#${data.connectionId}`;
}

/** The document of a result: its script announces `connectionId`, and closes a popup after success. */
export function renderResult(
  data: ResultPageData,
  result: 'success' | 'failure' | 'confirm',
  title: string,
  body: Markup,
): string {
  return renderDocument({
    lang: data.lang,
    title,
    body,
    head: html`<script type="module" src="${pageAssets.result}"></script>`,
    attributes: html` data-result="${result}" data-connection-id="${data.connectionId}" data-display="${data.display}"`,
  });
}

/** A button that closes the window; shown only where scripts run, because nothing else can close it. */
export function closeButton(messages: Messages, kind: 'primary' | 'plain'): Markup {
  return html`<button type="button" class="button button-${kind} needs-script" data-close>${messages.pages.close}</button>`;
}
