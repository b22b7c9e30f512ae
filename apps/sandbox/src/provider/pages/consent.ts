import { type Html, html } from '../../html.js';
import type { Page } from '../../page.js';
import { scopeMeanings } from '../scopes.js';

const tick = html`<svg class="tick" viewBox="0 0 20 20" aria-hidden="true"><path d="m4 10.5 4 4 8-9"/></svg>`;

function scopeRow(scope: string): Html | undefined {
  const meaning = scopeMeanings[scope];
  if (meaning === undefined) return undefined;
  if (meaning.choice === 'required')
    return html`<li><div class="fixed">${tick}<span>${meaning.title}</span>
<span class="why muted small">${meaning.detail}</span></div></li>`;
  return html`<li><label><input type="checkbox" name="scope" value="${scope}" checked aria-describedby="why-${scope}">
<span>${meaning.title} <span class="muted">(optional)</span></span>
<span class="why muted small" id="why-${scope}">${meaning.detail}</span></label></li>`;
}

/** The consent page of one interaction: what is asked in words, Allow, Deny, and a way to be somebody else. */
export function consentPage(consent: {
  readonly uid: string;
  readonly clientName: string;
  readonly email: string;
  readonly scopes: readonly string[];
}): Page {
  return {
    name: 'consent',
    title: `Allow ${consent.clientName}?`,
    body: html`<div class="card narrow">
<div class="stack-s"><h1 class="break">Allow ${consent.clientName} to use your Sandbox Books account?</h1>
<p class="muted break">Signed in as ${consent.email}. <a class="nowrap" href="/interaction/${consent.uid}/account">Use another account</a></p></div>
<form class="stack" method="post" action="/interaction/${consent.uid}/consent">
<fieldset class="stack-s"><legend>It will be able to</legend>
<ul class="scopes">${consent.scopes.map(scopeRow)}</ul></fieldset>
<div class="actions"><button class="button" type="submit" name="decision" value="allow">Allow</button>
<button class="button quiet" type="submit" name="decision" value="deny">Deny</button></div>
</form>
<p class="muted small">You can end this access in the application, which tells us to revoke it.</p>
</div>`,
  };
}
