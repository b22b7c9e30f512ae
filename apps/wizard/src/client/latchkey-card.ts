import type { WizardConnection } from '@latchkey/sdk';
import { monogramOf } from '@latchkey/sdk/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { callout, problem } from './callout.js';
import { cardStep } from './card-step.js';
import { type CardView, cardView } from './card-view.js';
import { connectForm, formFields } from './connect-form.js';
import { aimForm } from './connect-window.js';
import { glyph } from './glyph.js';
import type { LatchkeyConfirm } from './latchkey-confirm.js';
import type { LatchkeyInputs } from './latchkey-inputs.js';
import { LightElement } from './light-element.js';
import { waitingPanel } from './waiting-panel.js';
import type { WizardContext } from './wizard-context.js';

/**
 * `<latchkey-card>`: one connection. Fires `latchkey-started` when its Connect form was sent to another window, and
 * `latchkey-disconnect` when the person asks to disconnect; both carry the connection's id.
 */
export class LatchkeyCard extends LightElement {
  static override properties = {
    connection: { attribute: false },
    context: { attribute: false },
    started: { attribute: false },
    log: { state: true },
    settings: { state: true },
    progress: { state: true },
    tested: { state: true },
  };
  declare connection: WizardConnection;
  declare context: WizardContext;
  /** `started` from the moment the form was sent until the server says what became of it. */
  declare started: 'started' | 'idle';
  declare private log: 'open' | 'closed';
  declare private settings: 'open' | 'closed';
  declare private progress: 'idle' | 'busy' | 'failed';
  /** Whether the last thing that happened here was a test that worked. */
  declare private tested: 'worked' | 'no';
  /** Where the focus goes once it is there: the panel after Connect, the Connect button after Cancel. */
  private focusNext: 'panel' | 'submit' | undefined;
  private hadFocus = false;

  constructor() {
    super();
    this.started = 'idle';
    this.log = 'closed';
    this.settings = 'closed';
    this.progress = 'idle';
    this.tested = 'no';
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.hadFocus = this.contains(document.activeElement);
    // A test ends with its own answer; a poll in between says nothing of it.
    const isTesting = this.connection.connects !== undefined && this.progress === 'busy';
    if (changed.has('connection') && changed.get('connection') !== undefined && !isTesting) this.progress = 'idle';
  }

  // Polling never moves the focus; it is only caught here when a render took away what had it.
  protected override updated(): void {
    const panel = this.querySelector<HTMLElement>('.waiting h3');
    if (this.focusNext === 'panel' && panel !== null) {
      this.focusNext = undefined;
      panel.focus();
      return;
    }
    const toSubmit = this.focusNext === 'submit' && panel === null;
    if (toSubmit) this.focusNext = undefined;
    if (!this.hadFocus || this.contains(document.activeElement)) return;
    const submit = toSubmit ? this.querySelector<HTMLElement>('.actions > [type="submit"]') : null;
    const asked = this.querySelector<LatchkeyConfirm>('latchkey-confirm');
    if (asked !== null) void asked.updateComplete.then(() => asked.querySelector('h3')?.focus());
    else (submit ?? this.querySelector<HTMLElement>('h2'))?.focus();
  }

  protected override render(): TemplateResult {
    const { id, name, purpose } = this.connection;
    const view = cardView(this.connection, this.started, this.context);
    const log = view.log === 'offered' && this.log === 'open';
    return html`<article class="card card-${view.face.tone}" aria-labelledby=${id}>
      <div class="card-inside">
        <header class="card-head">
          <span class="tile" aria-hidden="true">${monogramOf(name)}</span>
          <div>
            <h2 id=${id} tabindex="-1">${name}</h2>
            ${purpose === undefined ? nothing : html`<p>${purpose}</p>`}
          </div>
          <latchkey-status .face=${view.face} .messages=${this.context.messages}></latchkey-status>
        </header>
        ${this.body(view)}
      </div>
      ${log ? html`<latchkey-log .connection=${this.connection} .context=${this.context}></latchkey-log>` : nothing}
    </article>`;
  }

  private body(view: CardView): TemplateResult {
    const { messages } = this.context;
    const { facts } = view;
    const { connects, lastFailure, name } = this.connection;
    const worked = this.tested === 'worked' && lastFailure === undefined && view.face.tone !== 'busy';
    const granted = view.permissions === 'granted' && this.connection.scopes.length > 0;
    return html`<div class="card-body">
      ${view.callouts.filter(({ tone }) => tone !== 'yellow').map(callout)}
      ${worked ? callout({ tone: 'plain', glyph: 'tick', ...messages.card.testWorked(name) }) : nothing}
      ${connects && this.progress === 'failed' && view.face.word !== 'waiting' ? problem(messages.card.didNotWork) : nothing}
      ${
        facts.length === 0
          ? nothing
          : html`<p class="facts">
              ${facts.map(
                ({ text, value }) =>
                  html`<span>${text}${value === undefined ? nothing : html` <b dir="auto" title=${value}>${value}</b>`}</span>`,
              )}
            </p>`
      }
      ${view.callouts.filter(({ tone }) => tone === 'yellow').map(callout)}
      ${
        granted
          ? html`<latchkey-permissions
              .connection=${this.connection}
              .messages=${messages}
              .show=${'granted'}
            ></latchkey-permissions>`
          : nothing
      }
      ${this.form(view)}
      ${
        this.isAsked()
          ? html`<latchkey-confirm .connection=${this.connection} .context=${this.context}></latchkey-confirm>`
          : view.face.word === 'waiting'
            ? waitingPanel(
                this.connection,
                this.progress,
                messages,
                () => void this.cancel(),
                cardStep(this.connection, this.context),
              )
            : this.actions(view)
      }
    </div>`;
  }

  /** Whether this session has to say whose account the sign-in was made with. */
  private isAsked(): boolean {
    return this.connection.authorization?.kind === 'confirm' && this.connection.verbs.includes('connect');
  }

  private form(view: CardView): TemplateResult | typeof nothing {
    if (!this.connection.verbs.includes('connect')) return nothing;
    const inputs = this.connection.inputs.length === 0 || (view.inputs === 'editable' && this.settings === 'closed');
    return connectForm(this.connection, this.context, {
      inputs: inputs ? 'none' : view.inputs,
      permissions: view.permissions === 'ask' && this.connection.scopes.length > 0 ? 'ask' : 'none',
      submit: this.submit,
    });
  }

  private actions(view: CardView): TemplateResult | typeof nothing {
    const { card } = this.context.messages;
    const { id } = this.connection;
    const { submit } = view;
    const editing = view.inputs === 'editable' && this.settings === 'open';
    if (submit === undefined && view.log === 'none' && view.disconnect === 'none') return nothing;
    return html`<div class="actions">
      ${
        submit === undefined
          ? nothing
          : html`<button
              type="submit"
              form="${id}-form"
              class="button button-${submit.kind}"
              id="${id}-submit"
              aria-labelledby="${id}-submit ${id}"
              aria-disabled=${this.progress === 'busy'}
            >
              ${submit.busy && this.progress === 'busy' ? submit.busy : editing ? submit.edited : submit.text}
            </button>`
      }
      ${
        view.inputs === 'editable'
          ? html`<button
              type="button"
              class="button button-plain"
              id="${id}-settings-button"
              aria-expanded=${this.settings === 'open'}
              aria-controls="${id}-form"
              aria-labelledby="${id}-settings-button ${id}"
              @click=${this.toggleSettings}
            >
              ${card.editSettings}${glyph('chevron', 'chevron')}
            </button>`
          : nothing
      }
      ${
        view.log === 'none'
          ? nothing
          : html`<button
              type="button"
              class="button button-plain"
              id="${id}-log-button"
              aria-expanded=${this.log === 'open'}
              aria-controls=${this.log === 'open' ? `${id}-log` : nothing}
              aria-labelledby="${id}-log-button ${id}"
              @click=${this.toggleLog}
            >
              ${glyph('lines')}${card.log}${glyph('chevron', 'chevron')}
            </button>`
      }
      ${
        view.disconnect === 'none'
          ? nothing
          : html`<span class="push"
              ><button
                type="button"
                class="button button-plain"
                id="${id}-disconnect"
                aria-labelledby="${id}-disconnect ${id}"
                @click=${() => this.fire('latchkey-disconnect')}
              >
                ${card.disconnect}
              </button></span
            >`
      }
    </div>`;
  }

  private readonly submit = (event: SubmitEvent) => {
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const inputs = this.querySelector<LatchkeyInputs>('latchkey-inputs:not([hidden])');
    if (this.progress === 'busy' || inputs?.validate() === 'wrong') {
      event.preventDefault();
      return;
    }
    if (this.connection.connects !== undefined) {
      event.preventDefault();
      void (this.connection.connects === 'directly' ? this.test(form) : this.askForCode(form));
      return;
    }
    const here = event.submitter?.dataset.window === 'same';
    const went = aimForm(form, `latchkey-${this.connection.id}`, here ? 'page' : 'popup');
    // Not before the browser has read the form: a render in between could take it out of the page and stop it.
    if (went === 'popup') setTimeout(this.showWaiting);
  };

  private readonly showWaiting = () => {
    this.focusNext = 'panel';
    this.settings = 'closed';
    this.fire('latchkey-started');
  };

  private async askForCode(form: HTMLFormElement): Promise<void> {
    const fields = formFields(form);
    this.progress = 'busy';
    this.focusNext = 'panel';
    const result = await this.context.askForCode(this.connection.id, fields);
    this.progress = result === 'done' ? 'idle' : 'failed';
    // Where no code came there is no panel to go to.
    if (this.connection.authorization === undefined) this.focusNext = undefined;
    else this.settings = 'closed';
  }

  private async test(form: HTMLFormElement): Promise<void> {
    const fields = formFields(form);
    this.progress = 'busy';
    this.tested = 'no';
    const result = await this.context.test(this.connection.id, fields);
    this.progress = result === 'done' ? 'idle' : 'failed';
    const worked = result === 'done' && this.connection.lastFailure === undefined;
    this.tested = worked ? 'worked' : 'no';
    if (worked) this.settings = 'closed';
  }

  private readonly cancel = async () => {
    if (this.progress === 'busy') return;
    this.progress = 'busy';
    this.focusNext = 'submit';
    const result = await this.context.cancel(this.connection.id);
    this.progress = result === 'done' ? 'idle' : 'failed';
  };

  private readonly toggleLog = () => {
    this.log = this.log === 'open' ? 'closed' : 'open';
  };

  private readonly toggleSettings = () => {
    this.settings = this.settings === 'open' ? 'closed' : 'open';
  };

  private fire(type: 'latchkey-started' | 'latchkey-disconnect'): void {
    this.dispatchEvent(new CustomEvent<string>(type, { detail: this.connection.id, bubbles: true }));
  }
}
