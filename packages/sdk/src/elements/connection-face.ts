import type { StatusWord } from '../messages/codes.js';
import type { WizardConnection } from '../wizard-state.js';
import type { GlyphName } from './glyphs.js';

/** How a connection's status looks: a word (key of `messages.status`), a shape, and a colour (`busy` has an outline instead). */
export interface ConnectionFace {
  readonly word: StatusWord;
  readonly glyph: GlyphName;
  readonly tone: 'gray' | 'yellow' | 'green' | 'red' | 'busy';
}

const faces: Record<StatusWord, ConnectionFace> = {
  not_connected: { word: 'not_connected', glyph: 'ring', tone: 'gray' },
  not_used: { word: 'not_used', glyph: 'halfDisc', tone: 'yellow' },
  working: { word: 'working', glyph: 'tickInRing', tone: 'green' },
  attention: { word: 'attention', glyph: 'triangle', tone: 'red' },
  waiting: { word: 'waiting', glyph: 'brokenRing', tone: 'busy' },
  disconnecting: { word: 'disconnecting', glyph: 'brokenRing', tone: 'busy' },
};

/** The face for a word. */
export function faceFor(word: StatusWord): ConnectionFace {
  return faces[word];
}

/** The face of a connection: what is under way first, then the server's colour. */
export function faceOf(connection: Pick<WizardConnection, 'status' | 'color' | 'authorization'>): ConnectionFace {
  if (connection.status === 'disconnecting') return faces.disconnecting;
  if (connection.authorization !== undefined) return faces.waiting;
  const byColor = { gray: 'not_connected', yellow: 'not_used', green: 'working', red: 'attention' } as const;
  return faces[byColor[connection.color]];
}

/** One or two capital letters that stand for a name where there is no logo: "Demo CRM" → "DC", "Sandbox" → "S". */
export function monogramOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toLocaleUpperCase('en');
}
