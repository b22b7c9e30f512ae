import { en } from './en.js';

export * from './codes.js';
export type { EventLine, EventNames } from './en/events.js';
export type { FailureMessage, ProblemNames } from './en/problems.js';
export { createFormats, type Formats, minutesLeft } from './formats.js';
export { plainText } from './plain-text.js';
export type { LinkedSentence, Names, Sentence } from './sentence.js';

/** The message catalogue: every sentence that people read. A language without one of its keys does not compile. */
export type Messages = typeof en;

const catalogues: Readonly<Record<string, Messages>> = { en };

const primary = (lang: string) => lang.toLowerCase().split('-')[0] ?? '';

/** The catalogue for a BCP 47 tag: by its primary language, English where there is none. */
export function messagesFor(lang: string): Messages {
  return catalogues[primary(lang)] ?? en;
}

/** The tag to write and format in: `lang` where there is a catalogue for it (with its region), else `en`. */
export function writtenLanguage(lang: string): string {
  return primary(lang) in catalogues ? lang : 'en';
}

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The HTML `dir` of a BCP 47 tag. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(primary(lang)) ? 'rtl' : 'ltr';
}
