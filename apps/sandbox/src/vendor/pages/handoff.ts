import { html } from '../../html.js';
import type { Page } from '../../page.js';

/**
 * Submits the form before the page has finished loading: the browser then replaces this page in its history, so that Back
 * returns to the vendor's page and not to a used ticket.
 */
export const handoffScript = "document.getElementById('handoff').submit();\n";

/** The page that hands the browser and its one-time ticket over to the wizard; the button is for browsers without script. */
export function handoffPage(wizard: { readonly url: string; readonly ticket: string }): Page {
  return {
    name: 'handoff',
    title: 'Opening the wizard',
    head: html`<script src="/handoff.js" defer></script>`,
    body: html`<div class="card narrow"><h1>Opening the wizard</h1>
<p>You are being sent on to set up the connections. If nothing happens, use the button.</p>
<form id="handoff" method="post" action="${wizard.url}"><input type="hidden" name="ticket" value="${wizard.ticket}">
<button class="button" type="submit">Open the wizard</button></form></div>`,
  };
}
