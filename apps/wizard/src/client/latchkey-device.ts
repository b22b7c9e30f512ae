import type { WizardConnection } from '@latchkey/sdk';
import { minutesLeft } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-device>`: the code that the person types at the provider, and where. */
export class LatchkeyDevice extends LightElement {
  static override properties = {
    connection: { attribute: false },
    context: { attribute: false },
  };
  declare connection: WizardConnection;
  declare context: WizardContext;

  protected override render(): TemplateResult | typeof nothing {
    const { id, name, authorization } = this.connection;
    if (authorization?.kind !== 'device_code') return nothing;
    const words = this.context.messages.device;
    const { device, expiresAt } = authorization;
    if (device === undefined) return html`<p class="muted second">${words.elsewhere}</p>`;
    const { userCode, verificationUri, verificationUriComplete = verificationUri } = device;
    return html`<div class="device">
      <div class="device-row">
        <p class="device-code">
          <span class="label" id="${id}-device-label">${words.code}</span>
          <b class="mono" dir="auto" translate="no">${userCode}</b>
        </p>
        <button
          type="button"
          class="button button-secondary"
          id="${id}-device-copy"
          aria-labelledby="${id}-device-copy ${id}"
          @click=${this.copy}
        >
          ${glyph('copy')}${words.copy}
        </button>
      </div>
      <div class="actions">
        <a
          class="button button-primary"
          id="${id}-device-open"
          href=${verificationUriComplete}
          target="_blank"
          rel="noreferrer"
          >${words.open(name)}</a
        >
      </div>
      <p class="second">
        <span class="muted">${words.address}</span>
        <a class="device-address" href=${verificationUri} target="_blank" rel="noreferrer">${verificationUri}</a>
      </p>
      <p class="meta muted">${words.left(minutesLeft(expiresAt, this.context.state.serverTime))} ${words.notices}</p>
      <p class="second">${words.warning}</p>
    </div>`;
  }

  private readonly copy = async () => {
    const { authorization } = this.connection;
    if (authorization?.kind !== 'device_code' || authorization.device === undefined) return;
    const words = this.context.messages.device;
    try {
      await navigator.clipboard.writeText(authorization.device.userCode);
      this.context.announce(words.copied);
    } catch {
      this.context.announce(words.notCopied);
    }
  };
}
