import type { WizardConnection, WizardInput } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { inputProblem, savedSecretProblem } from './input-problem.js';
import type { LatchkeyCallback } from './latchkey-callback.js';
import { LightElement } from './light-element.js';
import type { WizardContext } from './wizard-context.js';

/** `<latchkey-inputs>`: the fields of a connection, inside its Connect form. What a person types is never rewritten. */
export class LatchkeyInputs extends LightElement {
  static override properties = {
    connection: { attribute: false },
    messages: { attribute: false },
    callbackUrl: { attribute: false },
    problems: { state: true },
  };
  declare connection: WizardConnection;
  declare messages: Messages;
  /** Asks for the callback URL that goes with values of inputs. */
  declare callbackUrl: WizardContext['callbackUrl'];
  declare private problems: ReadonlyMap<string, string>;

  constructor() {
    super();
    this.problems = new Map();
  }

  /** Checks every field, shows a sentence under each wrong one and gives the first of them the focus. */
  validate(): 'good' | 'wrong' {
    const problems = new Map<string, string>();
    const { inputs } = this.connection;
    const typed = new Map(inputs.map((input) => [input.name, this.field(input)?.value.trim() ?? '']));
    for (const input of inputs) {
      const problem =
        inputProblem(input, typed.get(input.name) ?? '', this.messages) ??
        savedSecretProblem(input, inputs, typed, this.messages);
      if (problem !== undefined) problems.set(input.name, problem);
    }
    this.problems = problems;
    const first = inputs.find((input) => problems.has(input.name));
    if (first === undefined) return 'good';
    this.field(first)?.focus();
    return 'wrong';
  }

  protected override render(): TemplateResult {
    const { inputs } = this.connection;
    return html`<latchkey-callback
        .connection=${this.connection}
        .messages=${this.messages}
        .ask=${this.callbackUrl}
      ></latchkey-callback>
      <div class="fields ${inputs.length > 1 ? 'fields-two' : ''}" @input=${this.changed}>
      ${inputs.map((input) => this.labelled(input))}
    </div>`;
  }

  private readonly changed = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || target.form === null) return;
    this.querySelector<LatchkeyCallback>('latchkey-callback')?.changed(target.form, target.name);
  };

  private labelled(input: WizardInput): TemplateResult {
    const id = this.idOf(input);
    const problem = this.problems.get(input.name);
    const help = input.type === 'secret' && input.hasValue ? this.messages.inputs.saved : input.help;
    return html`<div>
      <label class="label" for=${id}>${input.required ? input.label : this.messages.inputs.optional(input.label)}</label>
      ${input.type === 'choice' ? this.choice(input, id) : this.text(input, id)}
      <div id="${id}-problem" role="alert">
        ${problem === undefined ? nothing : html`<p class="field-error">${glyph('triangle')}<span>${problem}</span></p>`}
      </div>
      ${help === undefined ? nothing : html`<p class="hint" id="${id}-help" dir="auto">${help}</p>`}
    </div>`;
  }

  // Attributes, not properties: once a person has typed, a later render no longer changes the field.
  private text(input: WizardInput, id: string): TemplateResult {
    const bare = input.prefix === undefined && input.suffix === undefined;
    const field = html`<input
      class=${bare ? 'field' : ''}
      id=${id}
      name="input.${input.name}"
      type=${input.type === 'secret' ? 'password' : 'text'}
      value=${input.type === 'secret' ? '' : (input.value ?? '')}
      autocomplete=${input.type === 'secret' ? 'new-password' : 'off'}
      autocapitalize="none"
      spellcheck="false"
      aria-required=${this.isNeeded(input)}
      aria-invalid=${this.problems.has(input.name)}
      aria-describedby=${this.descriptionOf(input, id)}
    />`;
    if (bare) return field;
    return html`<div class="affix">
      ${input.prefix === undefined ? nothing : html`<span>${input.prefix}</span>`}${field}${
        input.suffix === undefined ? nothing : html`<span>${input.suffix}</span>`
      }
    </div>`;
  }

  private choice(input: WizardInput, id: string): TemplateResult {
    return html`<select
      class="field"
      id=${id}
      name="input.${input.name}"
      aria-required=${this.isNeeded(input)}
      aria-invalid=${this.problems.has(input.name)}
      aria-describedby=${this.descriptionOf(input, id)}
    >
      ${input.value === undefined ? html`<option value="">${this.messages.inputs.choose}</option>` : nothing}
      ${(input.choices ?? []).map(
        ({ value, label }) => html`<option value=${value} ?selected=${value === input.value}>${label}</option>`,
      )}
    </select>`;
  }

  private isNeeded(input: WizardInput): boolean {
    return input.required && !(input.type === 'secret' && input.hasValue);
  }

  private descriptionOf(input: WizardInput, id: string): string {
    const helped = input.help !== undefined || (input.type === 'secret' && input.hasValue);
    return helped ? `${id}-problem ${id}-help` : `${id}-problem`;
  }

  private idOf(input: WizardInput): string {
    return `${this.connection.id}-input-${input.name}`;
  }

  private field(input: WizardInput): HTMLInputElement | HTMLSelectElement | undefined {
    const element = document.getElementById(this.idOf(input));
    return element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element : undefined;
  }
}
