import type { ConnectionFace } from '@latchkey/sdk/elements';
import type { Messages } from '@latchkey/sdk/messages';
import { html, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';

/** `<latchkey-status>`: the badge, a shape, a word and then a colour. */
export class LatchkeyStatus extends LightElement {
  static override properties = { face: { attribute: false }, messages: { attribute: false } };
  declare face: ConnectionFace;
  declare messages: Messages;

  protected override render(): TemplateResult {
    const { word, glyph: shape, tone } = this.face;
    return html`<span class="badge badge-${tone}"
      >${glyph(shape, tone === 'busy' ? 'spin' : '')}${this.messages.status[word]}</span
    >`;
  }
}
