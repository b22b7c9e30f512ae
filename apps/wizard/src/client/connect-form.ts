import type { WizardConnection } from '@latchkey/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { WizardContext } from './wizard-context.js';

/** What of the form is in sight, and what happens when it is submitted. */
export interface ConnectFormParts {
  /** `open` before connecting, `editable` under "Edit settings". */
  readonly inputs: 'open' | 'editable' | 'none';
  readonly permissions: 'ask' | 'none';
  readonly submit: (event: SubmitEvent) => void;
}

/**
 * The Connect form of a card, or its Test form: a real form, so that its window can be opened inside the click. It stays
 * in the page, hidden, while a person is at the provider: "Start again" and "Continue in this tab" submit it.
 */
export function connectForm(
  connection: WizardConnection,
  { state, messages, callbackUrl }: WizardContext,
  { inputs, permissions, submit }: ConnectFormParts,
): TemplateResult {
  const { id } = connection;
  const direct = connection.connects === 'directly';
  return html`<form
    class="connect-form"
    id="${id}-form"
    method="post"
    action="/${direct ? 'test' : 'connect'}/${encodeURIComponent(id)}"
    target=${connection.connects ? '_self' : `latchkey-${id}`}
    novalidate
    ?hidden=${inputs === 'none' && permissions === 'none'}
    @submit=${submit}
  >
    <input type="hidden" name="csrf" value=${state.csrfToken} />
    <input type="hidden" name="wizard" value=${state.id} />
    <input type="hidden" name="display" value="popup" />
    ${
      connection.inputs.length === 0
        ? nothing
        : html`<latchkey-inputs
            .connection=${connection}
            .messages=${messages}
            .callbackUrl=${callbackUrl}
            ?hidden=${inputs === 'none'}
          ></latchkey-inputs>`
    }
    ${inputs === 'editable' ? html`<p class="hint">${direct ? messages.card.testNewSettings : messages.card.newSettings}</p>` : nothing}
    ${
      connection.scopes.length === 0 || direct
        ? nothing
        : html`<latchkey-permissions
            .connection=${connection}
            .messages=${messages}
            .show=${'ask'}
            ?hidden=${permissions === 'none'}
          ></latchkey-permissions>`
    }
  </form>`;
}

/** What a form holds, read before it is hidden: texts only. */
export function formFields(form: HTMLFormElement): URLSearchParams {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
