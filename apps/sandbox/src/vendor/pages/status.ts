import { type Html, html } from '../../html.js';
import type { ConnectionView } from '../latchkey-api.js';

const glyphs = {
  gray: html`<circle cx="7" cy="7" r="5.5"/>`,
  yellow: html`<circle cx="7" cy="7" r="5.5"/><path d="M7 1.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" stroke="none"/>`,
  green: html`<circle cx="7" cy="7" r="5.5"/><path d="m4.5 7.2 1.8 1.8 3.3-3.8"/>`,
  red: html`<path d="M7 1.5 13 12.5H1Z" stroke-linejoin="round"/><path d="M7 5.5v3.2M7 10.6v.1"/>`,
} as const;

const words: Readonly<Record<ConnectionView['color'], string>> = {
  gray: 'Not connected',
  yellow: 'Connected, not used yet',
  green: 'Working',
  red: 'Needs attention',
};

/** A connection's status: a shape, a word and a colour. */
export function statusBadge(connection: ConnectionView): Html {
  const word = connection.status === 'disconnecting' ? 'Disconnecting' : words[connection.color];
  return html`<span class="status ${connection.color}" data-color="${connection.color}"><svg viewBox="0 0 14 14" aria-hidden="true">${glyphs[connection.color]}</svg>${word}</span>`;
}
