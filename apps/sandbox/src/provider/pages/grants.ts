import { type Html, html } from '../../html.js';
import type { Page } from '../../page.js';
import type { LiveGrant } from '../live-grants.js';

const count = (amount: number, thing: string): string => `${amount} ${thing}${amount === 1 ? '' : 's'}`;

const grantCard = (grant: LiveGrant): Html => html`<li class="card">
<h2 class="break">${grant.account.email ?? grant.account.id}</h2>
<dl class="pairs">
<dt>Client</dt><dd><code>${grant.clientId}</code></dd>
<dt>Scopes</dt><dd>${grant.scopes.map((scope) => html`<code>${scope}</code> `)}</dd>
<dt>Since</dt><dd><time datetime="${grant.since}">${grant.since.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time></dd>
<dt>Live tokens</dt><dd>${count(grant.liveAccessTokens, 'access token')}, ${count(grant.liveRefreshTokens, 'refresh token')}</dd>
</dl></li>`;

/** Who has access to what. Token values are never shown. */
export function grantsPage(grants: readonly LiveGrant[]): Page {
  return {
    name: 'grants',
    title: 'Live grants',
    body: html`<div class="head"><h1>Live grants</h1><a href="/grants">Refresh</a></div>
<p class="muted">Every consent that still has a live access token or refresh token.</p>
${grants.length === 0 ? html`<p class="card" id="no-grants">No live grants</p>` : html`<ul class="stack">${grants.map(grantCard)}</ul>`}`,
  };
}
