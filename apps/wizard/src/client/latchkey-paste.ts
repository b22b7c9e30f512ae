import type { WizardConnection } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-paste>`: brings the code that the provider shows. What a person pasted is never rewritten. */
export class LatchkeyPaste extends LightElement {
  static override properties = {
    connection: { attribute: false },
    context: { attribute: false },
    problem: { state: true },
    progress: { state: true },
  };
  declare connection: WizardConnection;
  declare context: WizardContext;
  declare private problem: string | undefined;
  declare private progress: 'idle' | 'busy';

  constructor() {
    super();
    this.progress = 'idle';
  }

  protected override render(): TemplateResult {
    const { id, name } = this.connection;
    const { messages, state } = this.context;
    const words = messages.paste;
    const described = `${id}-code-hint ${id}-code-warning${this.problem === undefined ? '' : ` ${id}-code-problem`}`;
    return html`<ol class="paste">
      <li>
        <b>${words.allow(name)}</b>
        <p class="meta muted">${words.opened}</p>
      </li>
      <li><b>${words.copy}</b></li>
      <li>
        <form novalidate @submit=${this.submit}>
          <label class="label" for="${id}-code">${words.label}</label>
          <div class="paste-row">
            <input
              class="field mono"
              id="${id}-code"
              dir="ltr"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              aria-invalid=${this.problem === undefined ? nothing : 'true'}
              aria-describedby=${described}
            />
            <button type="submit" class="button button-primary" aria-disabled=${this.progress === 'busy'}>
              ${words.finish}
            </button>
          </div>
          ${
            this.problem === undefined
              ? nothing
              : html`<p class="field-error" role="alert" id="${id}-code-problem">
                  ${glyph('triangle')}<span>${this.problem}</span>
                </p>`
          }
          <p class="hint" id="${id}-code-hint">${words.hint}</p>
          <p class="hint" id="${id}-code-warning">${words.warning(state.organization.name)}</p>
        </form>
      </li>
    </ol>`;
  }

  private readonly submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const field = this.querySelector('input');
    if (field === null || this.progress === 'busy') return;
    const { messages } = this.context;
    const pasted = field.value.trim();
    if (pasted === '') {
      this.problem = messages.paste.missing;
      field.focus();
      return;
    }
    this.progress = 'busy';
    this.problem = undefined;
    const result = await this.context.paste(this.connection.id, pasted);
    this.progress = 'idle';
    if (result === 'done') return;
    this.problem = sentenceOf(result, messages, this.connection.name);
    field.focus();
    field.select();
  };
}

/** What the door's refusal means to the person. */
function sentenceOf(code: string, { paste, card }: Messages, provider: string): string {
  switch (code) {
    case 'code_unreadable':
      return paste.unreadable;
    case 'code_other_host':
      return paste.otherHost(provider);
    case 'code_no_code':
      return paste.noCode;
    case 'code_refused':
      return paste.refused(provider);
    case 'code_too_late':
      return paste.old(provider);
    default:
      return card.didNotWork;
  }
}
