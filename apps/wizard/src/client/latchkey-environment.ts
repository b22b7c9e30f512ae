import type { Messages } from '@latchkey/sdk/messages';
import { html, type TemplateResult } from 'lit';
import { LightElement } from './light-element.js';
import { environmentLabel } from './wizard-context.js';

/** `<latchkey-environment>`: radios for the environment, shown where there are several. Fires `latchkey-environment` with its name. */
export class LatchkeyEnvironment extends LightElement {
  static override properties = {
    environments: { attribute: false },
    chosen: { attribute: false },
    messages: { attribute: false },
  };
  declare environments: readonly string[];
  declare chosen: string;
  declare messages: Messages;

  protected override render(): TemplateResult {
    const { wizard } = this.messages;
    return html`<fieldset class="environment" aria-describedby="environment-hint">
      <legend>${wizard.environment}</legend>
      <div class="segments">
        ${this.environments.map(
          (name) =>
            html`<label
              ><input
                type="radio"
                name="latchkey-environment"
                value=${name}
                .checked=${name === this.chosen}
                @change=${() => this.choose(name)}
              /><span>${environmentLabel(name)}</span></label
            >`,
        )}
      </div>
      <p class="hint" id="environment-hint">${wizard.environmentHint}</p>
    </fieldset>`;
  }

  private choose(environment: string): void {
    this.dispatchEvent(new CustomEvent<string>('latchkey-environment', { detail: environment, bubbles: true }));
  }
}
