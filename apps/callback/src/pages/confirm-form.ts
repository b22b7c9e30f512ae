import { type Messages, plainText } from '@latchkey/sdk/messages';
import { html, type Markup } from './markup.js';
import { glyph } from './parts.js';

/** The account, as far as it could be named, and the two answers. Works without script. */
export function confirmForm(
  { confirm }: Messages,
  asked: {
    readonly provider: string;
    readonly account?: string;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): Markup {
  const { provider, account, action, fields } = asked;
  const unnamed = confirm.unnamed(provider);
  const named =
    account === undefined
      ? html`<div class="callout callout-yellow">${glyph('triangle')}<p><b>${unnamed.lead}</b> ${unnamed.rest}</p></div>`
      : html`<p class="remote-account"><span class="muted">${confirm.account(provider)}</span> <b dir="auto">${plainText(account)}</b></p>`;
  return html`${named}<p class="muted second">${confirm.why}</p>
<form class="actions" method="post" action="${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button button-primary" name="answer" value="confirm">${confirm.yes}</button><button class="button button-plain" name="answer" value="decline">${confirm.no}</button></form>`;
}
