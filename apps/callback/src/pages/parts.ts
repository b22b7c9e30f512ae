import { type GlyphName, glyphs, monogramOf } from '@latchkey/sdk/elements';
import { type Messages, plainText } from '@latchkey/sdk/messages';
import { html, linkable, type Markup } from './markup.js';

/** A glyph as inline SVG, hidden from assistive technology. */
export function glyph(name: GlyphName, classes = ''): Markup {
  const { paths, ...shape } = glyphs[name];
  return html`<svg class="glyph ${classes}" viewBox="0 0 16 16" aria-hidden="true">${paths.map(
    (path) => html`<path d="${path}"/>`,
  )}${'fill' in shape ? html`<path class="glyph-fill" d="${shape.fill}"/>` : undefined}</svg>`;
}

/** The monogram that stands for a name. */
export function tile(name: string, classes: string): Markup {
  return html`<span class="tile ${classes}" aria-hidden="true">${monogramOf(name)}</span>`;
}

const wires = { good: 'tickInRing', bad: 'triangle', open: 'brokenRing' } as const;

/** Organization and provider with a wire between them: whole, broken, or not there yet. */
export function pair(organization: string, provider: string, outcome: 'good' | 'bad' | 'open'): Markup {
  return html`<div class="pair pair-${outcome}" aria-hidden="true">${tile(
    monogramOf(organization).slice(0, 1),
    'tile-organization tile-large',
  )}<span class="wire"><span>${glyph(wires[outcome])}</span></span>${tile(provider, 'tile-large')}</div>`;
}

/** Label and plain text from outside, in a closed disclosure. */
export function technicalDetails(summary: string, rows: readonly (readonly [label: string, value: string])[]): Markup {
  return html`<details class="technical"><summary>${summary}</summary><dl>${rows.map(
    ([label, value]) => html`<dt>${label}</dt><dd dir="auto">${plainText(value)}</dd>`,
  )}</dl></details>`;
}

/** A link that looks like a button; nothing when the URL is no http(s) URL or path. */
export function buttonLink(
  url: string | undefined,
  text: string,
  kind: 'primary' | 'secondary' | 'plain',
): Markup | undefined {
  const href = linkable(url);
  return href === undefined ? undefined : html`<a class="button button-${kind}" href="${href}">${text}</a>`;
}

/** The single card of a page, with a line below it: who keeps the connections, unless another is given. */
export function solo(
  messages: Messages,
  organization: string | undefined,
  inside: Markup,
  classes = '',
  foot?: string,
): Markup {
  const kept = organization === undefined ? messages.pages.keptPlain : messages.pages.kept(organization);
  const footer = foot ?? kept;
  return html`<main class="solo"><section class="card"><div class="card-inside ${classes}">${inside}</div></section>
<p class="foot">${footer}</p></main>`;
}
