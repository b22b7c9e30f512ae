import { messagesFor } from '@latchkey/sdk/messages';
import { confirmForm } from './confirm-form.js';
import { html } from './markup.js';
import { pair, solo } from './parts.js';
import { type ResultPageData, renderResult } from './result-page.js';

export interface ConfirmPageData extends ResultPageData {
  /** The remote account's name, where it could be learnt. */
  readonly account?: string;
  /** Where the answer is posted: a path of this door. */
  readonly action: string;
  /** Hidden fields: `csrf`, `session`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** "Is this your {provider} account?": nothing is connected before the answer. Send it with 200. */
export function renderConfirmPage(data: ConfirmPageData): string {
  const messages = messagesFor(data.lang);
  const { organization, provider } = data;
  const title = messages.confirm.title(provider.name);
  return renderResult(
    data,
    'confirm',
    title,
    solo(
      messages,
      organization.name,
      html`${pair(organization.name, provider.name, 'open')}
<h1 tabindex="-1">${title}</h1>
${confirmForm(messages, { ...data, provider: provider.name })}`,
    ),
  );
}
