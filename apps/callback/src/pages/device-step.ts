import type { WizardConnection, WizardState } from '@latchkey/sdk';
import { type Messages, minutesLeft } from '@latchkey/sdk/messages';
import { html, linkable, type Markup } from './markup.js';

/** The code that a person types at the provider, its address, and the way out. Works without script. */
export function deviceStep(
  state: WizardState,
  connection: WizardConnection,
  { device: words, card }: Messages,
): Markup | undefined {
  const { id, name, authorization, verbs } = connection;
  if (authorization?.kind !== 'device_code') return undefined;
  const { device } = authorization;
  const address = linkable(device?.verificationUri);
  const shown =
    device === undefined || address === undefined
      ? html`<p class="muted second">${words.elsewhere}</p>`
      : html`<p class="device-code"><span class="label">${words.code}</span><b class="mono" dir="auto" translate="no">${device.userCode}</b></p>
<div class="actions"><a class="button button-primary" href="${linkable(device.verificationUriComplete) ?? address}" target="_blank" rel="noreferrer">${words.open(name)}</a></div>
<p class="second"><span class="muted">${words.address}</span> <a class="device-address" href="${address}" target="_blank" rel="noreferrer">${device.verificationUri}</a></p>
<p class="meta muted">${words.left(minutesLeft(authorization.expiresAt, state.serverTime))}</p>
<p class="second">${words.warning}</p>`;
  const giveUp = verbs.includes('connect')
    ? html`<form class="actions" method="post" action="/wizard/${state.id}/connections/${encodeURIComponent(id)}/cancel"><input type="hidden" name="csrf" value="${state.csrfToken}"><button class="button button-plain button-quiet" id="${id}-cancel" aria-labelledby="${id}-cancel ${id}">${card.cancel}</button></form>`
    : undefined;
  return html`<div class="waiting"><h3>${device === undefined ? card.waitingTitle(name) : words.title(name)}</h3>
${shown}
${giveUp}</div>`;
}
