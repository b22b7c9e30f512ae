import type { WizardConnection } from '@latchkey/sdk';
import { plainText } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-confirm>`: asks whose account a sign-in was made with. Nothing is connected before the answer. */
export class LatchkeyConfirm extends LightElement {
  static override properties = {
    connection: { attribute: false },
    context: { attribute: false },
    progress: { state: true },
  };
  declare connection: WizardConnection;
  declare context: WizardContext;
  declare private progress: 'idle' | 'busy' | 'failed';

  constructor() {
    super();
    this.progress = 'idle';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { id, name, authorization } = this.connection;
    if (authorization?.kind !== 'confirm') return nothing;
    const { confirm, card } = this.context.messages;
    const { account } = authorization;
    const unnamed = confirm.unnamed(name);
    const busy = this.progress === 'busy';
    return html`<div class="waiting">
      <h3 tabindex="-1">${confirm.title(name)}</h3>
      ${
        account === undefined
          ? html`<div class="callout callout-yellow">
              ${glyph('triangle')}
              <p><b>${unnamed.lead}</b> ${unnamed.rest}</p>
            </div>`
          : html`<p class="remote-account">
              <span class="muted">${confirm.account(name)}</span> <b dir="auto">${plainText(account)}</b>
            </p>`
      }
      <p class="muted second">${confirm.why}</p>
      ${
        this.progress === 'failed'
          ? html`<p class="field-error" role="alert">${glyph('triangle')}<span>${card.didNotWork}</span></p>`
          : nothing
      }
      <div class="actions">
        <button
          type="button"
          class="button button-primary"
          id="${id}-confirm"
          aria-labelledby="${id}-confirm ${id}"
          aria-disabled=${busy}
          @click=${() => this.answer('confirm')}
        >
          ${confirm.yes}
        </button>
        <button
          type="button"
          class="button button-plain"
          id="${id}-decline"
          aria-labelledby="${id}-decline ${id}"
          aria-disabled=${busy}
          @click=${() => this.answer('decline')}
        >
          ${confirm.no}
        </button>
      </div>
    </div>`;
  }

  private async answer(answer: 'confirm' | 'decline'): Promise<void> {
    const { id, authorization } = this.connection;
    if (this.progress === 'busy' || authorization?.kind !== 'confirm') return;
    this.progress = 'busy';
    const result = await this.context.confirm(id, authorization.id, answer);
    this.progress = result === 'done' ? 'idle' : 'failed';
  }
}
