import type { WizardConnection } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { announce } from './announce.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** Milliseconds of rest after a key, before the server is asked. */
const rest = 400;

/**
 * `<latchkey-callback>`: what to register at the provider: to be copied, and never sent. Where it depends on what the
 * person types, the server is asked for it while they do.
 */
export class LatchkeyCallback extends LightElement {
  static override properties = {
    connection: { attribute: false },
    messages: { attribute: false },
    ask: { attribute: false },
    typed: { state: true },
  };
  declare connection: WizardConnection;
  declare messages: Messages;
  declare ask: WizardContext['callbackUrl'];
  /** The answer for what stands in the fields; `undefined` before anything was typed. */
  declare private typed: { readonly url: string | undefined } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** The person changed a field of the form. */
  changed(form: HTMLFormElement, name: string): void {
    const names = this.connection.callback?.changesWith ?? [];
    if (!names.some((input) => name === `input.${input}`)) return;
    // A newer word makes what an older one leads to untrue at once.
    const asked = ++this.asked;
    this.typed = { url: undefined };
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const fields = new FormData(form);
      const inputs = Object.fromEntries(names.map((input) => [input, String(fields.get(`input.${input}`) ?? '')]));
      const url = await this.ask(this.connection.id, inputs);
      if (asked !== this.asked) return;
      this.typed = { url };
      if (url !== undefined) announce(this.messages.inputs.callbackKnown);
    }, rest);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { callback, id, name } = this.connection;
    if (callback === undefined) return nothing;
    const words = this.messages.inputs;
    const label = callback.label ?? words.callback;
    const url = this.typed === undefined ? callback.url : this.typed.url;
    if (url === undefined)
      return html`<div class="field-callback">
        <p class="label">${label}</p>
        <p class="hint">${words.callbackFollows}</p>
      </div>`;
    return html`<div class="field-callback">
      <label class="label" for="${id}-callback">${label}</label>
      <input
        class="field mono"
        id="${id}-callback"
        readonly
        value=${url}
        dir="ltr"
        spellcheck="false"
        aria-describedby="${id}-callback-help"
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
      />
      <p class="hint" id="${id}-callback-help">${words.callbackHelp(name)}</p>
    </div>`;
  }
}
