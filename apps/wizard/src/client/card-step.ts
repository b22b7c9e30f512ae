import type { WizardConnection } from '@latchkey/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { WizardContext } from './wizard-context.js';

/** What the person has to do here while they are at the provider, if anything: bring a code from there, or take one there. */
export function cardStep(connection: WizardConnection, context: WizardContext): TemplateResult | typeof nothing {
  const { authorization, verbs } = connection;
  if (authorization?.kind === 'device_code')
    return html`<latchkey-device .connection=${connection} .context=${context}></latchkey-device>`;
  if (authorization?.kind !== 'out_of_band' || !verbs.includes('connect')) return nothing;
  return html`<latchkey-paste .connection=${connection} .context=${context}></latchkey-paste>`;
}
