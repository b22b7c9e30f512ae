import { html, type TemplateResult } from 'lit';
import type { Callout } from './card-view.js';
import { glyph } from './glyph.js';

/** A box with a glyph, a bold lead and a sentence. */
export function callout({ tone, glyph: shape, lead, rest, link }: Callout): TemplateResult {
  const target = link?.url?.startsWith('https://')
    ? html`<a href=${link.url} target="_blank" rel="noreferrer">${link.text}</a>`
    : link?.text;
  return html`<div class="callout callout-${tone}">${glyph(shape)}<p><b>${lead}</b> ${rest}${target}${link?.after}</p></div>`;
}

/** That something did not work, said at once. */
export function problem(text: string): TemplateResult {
  return html`<p class="field-error" role="alert">${glyph('triangle')}<span>${text}</span></p>`;
}
