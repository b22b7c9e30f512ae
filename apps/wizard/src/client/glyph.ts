import { type Glyph, type GlyphName, glyphs } from '@latchkey/sdk/elements';
import { html, nothing, svg, type TemplateResult } from 'lit';

/** A glyph as inline SVG, hidden from assistive technology. */
export function glyph(name: GlyphName, classes = ''): TemplateResult {
  const { paths, fill }: Glyph = glyphs[name];
  return html`<svg class="glyph ${classes}" viewBox="0 0 16 16" aria-hidden="true">${paths.map(
    (path) => svg`<path d=${path}></path>`,
  )}${fill === undefined ? nothing : svg`<path class="glyph-fill" d=${fill}></path>`}</svg>`;
}
