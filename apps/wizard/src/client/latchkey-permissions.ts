import type { WizardConnection, WizardScope } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';
import { LightElement } from './light-element.js';

/** `<latchkey-permissions>`: what the provider will ask (inside the Connect form), or what was granted. */
export class LatchkeyPermissions extends LightElement {
  static override properties = {
    connection: { attribute: false },
    messages: { attribute: false },
    show: { attribute: false },
  };
  declare connection: WizardConnection;
  declare messages: Messages;
  declare show: 'ask' | 'granted';

  protected override render(): TemplateResult | typeof nothing {
    const { scopes } = this.connection;
    if (scopes.length === 0) return nothing;
    return this.show === 'ask' ? this.ask(scopes) : this.granted(scopes);
  }

  private granted(scopes: readonly WizardScope[]): TemplateResult {
    const { card } = this.messages;
    return html`<ul class="chips" aria-label=${card.permissions}>
      ${scopes.map((scope) =>
        scope.granted === false
          ? html`<li class="chip chip-missing">
              ${glyph('cross')}${name(scope)}<span class="visually-hidden">${card.notGranted}</span>
            </li>`
          : html`<li class="chip">${glyph('tick')}${name(scope)}</li>`,
      )}
    </ul>`;
  }

  private ask(scopes: readonly WizardScope[]): TemplateResult {
    const { card } = this.messages;
    const required = scopes.filter((scope) => scope.required);
    const optional = scopes.filter((scope) => !scope.required);
    const selectable = this.connection.scopesSelectable === true && optional.length > 0;
    return html`<fieldset>
      <legend class="label">${card.willAsk(this.connection.name)}</legend>
      ${selectable ? html`<input type="hidden" name="scopes" value="chosen" />` : nothing}
      <div class="permissions">
        ${
          required.length === 0
            ? nothing
            : html`<div>
                <span>${card.required}</span>
                <ul class="chips">
                  ${required.map((scope) => html`<li class="chip">${glyph('tick')}${name(scope)}</li>`)}
                </ul>
              </div>`
        }
        ${
          optional.length === 0
            ? nothing
            : html`<div>
                <span>${card.optional}</span>
                ${
                  selectable
                    ? html`<div class="chips">${optional.map(box)}</div>`
                    : html`<ul class="chips">
                        ${optional.map((scope) => html`<li class="chip">${glyph('plus')}${name(scope)}</li>`)}
                      </ul>`
                }
              </div>`
        }
      </div>
    </fieldset>`;
  }
}

function box(scope: WizardScope): TemplateResult {
  return html`<label class="chip"
    ><input type="checkbox" name="scope" value=${scope.scope} ?checked=${scope.chosen ?? scope.granted !== false} />${glyph('tick', 'tick')}${glyph(
      'plus',
      'plus',
    )}${name(scope)}</label
  >`;
}

function name(scope: WizardScope): TemplateResult {
  return scope.label === undefined
    ? html`<span class="mono" dir="auto">${scope.scope}</span>`
    : html`<span dir="auto">${scope.label}</span>`;
}
