import type { WizardConnection } from '@latchkey/sdk';
import type { GlyphName } from '@latchkey/sdk/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-disconnect-dialog>`: asks once. Escape keeps; a click beside it does nothing; the focus returns by itself. */
export class LatchkeyDisconnectDialog extends LightElement {
  static override properties = {
    context: { attribute: false },
    connection: { state: true },
    progress: { state: true },
  };
  declare context: WizardContext;
  declare private connection: WizardConnection | undefined;
  declare private progress: 'asking' | 'busy' | 'failed';

  constructor() {
    super();
    this.progress = 'asking';
  }

  /** Opens the dialog for a connection, with the focus on "Keep connected". */
  async ask(connection: WizardConnection): Promise<void> {
    this.connection = connection;
    this.progress = 'asking';
    await this.updateComplete;
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="dialog"
      aria-labelledby="disconnect-title"
      aria-describedby="disconnect-text"
      @cancel=${this.keepWhileBusy}
    >
      ${this.connection === undefined ? nothing : this.question(this.connection)}
    </dialog>`;
  }

  private question(connection: WizardConnection): TemplateResult {
    const { state, messages, formats } = this.context;
    const words = messages.disconnect;
    const { name, uses } = connection;
    const users = uses.length === 0 ? [state.integration.name] : uses;
    const busy = this.progress === 'busy';
    return html`<div class="dialog-inside">
      <div>
        <h2 id="disconnect-title">${words.title(name)}</h2>
        <p id="disconnect-text" class="muted">${words.text(formats.list(users), name, users.length)}</p>
      </div>
      <ul class="consequences">
        ${consequence('stop', words.stop)}
        ${consequence('revoke', connection.canRevoke ? words.tell(name) : words.cannotTell(name, state.organization.name))}
        ${consequence('bin', words.remove)} ${consequence('save', words.kept)}
      </ul>
      <div role="alert">
        ${
          this.progress === 'failed'
            ? html`<p class="field-error">${glyph('triangle')}<span>${messages.card.didNotWork}</span></p>`
            : nothing
        }
      </div>
      <div class="actions">
        <button type="button" class="button button-secondary" autofocus aria-disabled=${busy} @click=${this.keep}>
          ${words.keep}
        </button>
        <button type="button" class="button button-danger" aria-disabled=${busy} @click=${this.confirm}>
          ${words.confirm}
        </button>
      </div>
    </div>`;
  }

  private readonly keep = () => {
    if (this.progress !== 'busy') this.querySelector('dialog')?.close();
  };

  private readonly keepWhileBusy = (event: Event) => {
    if (this.progress === 'busy') event.preventDefault();
  };

  private readonly confirm = async () => {
    if (this.progress === 'busy' || this.connection === undefined) return;
    this.progress = 'busy';
    const result = await this.context.disconnect(this.connection.id);
    this.progress = result === 'done' ? 'asking' : 'failed';
    if (result === 'done') this.querySelector('dialog')?.close();
  };
}

function consequence(shape: GlyphName, text: string): TemplateResult {
  return html`<li>${glyph(shape)}<span>${text}</span></li>`;
}
