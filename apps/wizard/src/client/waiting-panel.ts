import type { WizardConnection } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';
import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from './glyph.js';

/**
 * What a card shows while its person is at the provider. Its submit buttons belong to the card's Connect form; `step` is
 * what the person has to do here meanwhile, if anything.
 */
export function waitingPanel(
  { id, name, verbs, connects, authorization }: WizardConnection,
  progress: 'idle' | 'busy' | 'failed',
  { card, device }: Messages,
  cancel: () => void,
  step: TemplateResult | typeof nothing,
): TemplateResult {
  const { before, link, after } = card.noWindow;
  const busy = progress === 'busy';
  const isCode = authorization?.kind === 'device_code' && authorization.device !== undefined;
  return html`<div class="waiting">
    <div>
      <h3 tabindex="-1">${isCode ? device.title(name) : card.waitingTitle(name)}</h3>
      ${step === nothing ? html`<p class="muted second">${card.waitingText}</p>` : nothing}
    </div>
    ${step}
    ${
      progress === 'failed'
        ? html`<p class="field-error" role="alert">${glyph('triangle')}<span>${card.didNotWork}</span></p>`
        : nothing
    }
    ${
      verbs.includes('connect')
        ? html`<div class="actions">
              <button
                type="submit"
                form="${id}-form"
                class="button button-secondary"
                id="${id}-again"
                aria-labelledby="${id}-again ${id}"
                aria-disabled=${busy}
              >
                ${card.startAgain}
              </button>
              <button
                type="button"
                class="button button-plain button-quiet"
                id="${id}-cancel"
                aria-labelledby="${id}-cancel ${id}"
                aria-disabled=${busy}
                @click=${cancel}
              >
                ${card.cancel}
              </button>
            </div>
            ${
              // No window was opened for a code: it is shown here.
              connects === undefined
                ? html`<p class="meta muted">
                    ${before}<button type="submit" form="${id}-form" data-window="same" class="button-link">${link}</button>${after}
                  </p>`
                : nothing
            }`
        : nothing
    }
  </div>`;
}
