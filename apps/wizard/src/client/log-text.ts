import type { WizardEvent } from '@latchkey/sdk';

/**
 * The log as text for support: times, kinds, reasons and technical details; no person, no account, no address.
 * @param events newest first, as shown.
 */
export function logText(connectionId: string, events: readonly WizardEvent[]): string {
  const lines = events.map((event) => {
    const facts = (event.details ?? []).map(({ label, value }) => `${label}: ${value}`);
    return [event.at, event.kind, ...(event.reason === undefined ? [] : [event.reason]), ...facts, event.id].join('  ');
  });
  return `${connectionId}\n${lines.join('\n')}\n`;
}
