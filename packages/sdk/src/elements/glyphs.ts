/** SVG path data in a 16 × 16 box, drawn with a 1.75 stroke in the current colour; `fill` marks a filled shape. */
export interface Glyph {
  readonly paths: readonly string[];
  readonly fill?: string;
}

const CIRCLE = 'M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 0 1 0-12.4z';
const RING = 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z';

export const glyphs = {
  back: { paths: ['M13 8H3.5M7 4 3 8l4 4'] },
  triangle: { paths: ['M8 1.9 14.6 13.6H1.4z', 'M8 6.4v3.2M8 11.6v.1'] },
  ring: { paths: [RING] },
  halfDisc: { paths: [RING], fill: 'M8 2.5a5.5 5.5 0 0 1 0 11z' },
  tickInRing: { paths: [CIRCLE, 'm5.3 8.2 1.9 1.9 3.6-4'] },
  brokenRing: { paths: ['M8 1.8a6.2 6.2 0 1 1-6.2 6.2'] },
  info: { paths: [CIRCLE, 'M8 7.3v3.4M8 5v.1'] },
  stop: { paths: [CIRCLE, 'm4 12 8-8'] },
  lines: { paths: ['M3 4h10M3 8h10M3 12h6'] },
  chevron: { paths: ['m4 6 4 4 4-4'] },
  copy: { paths: ['M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3'] },
  bolt: { paths: ['M8.5 1.8 3 9h4.5l-.5 5.2L12.8 7H8.2z'] },
  chain: {
    paths: ['M6.5 9.5 9.5 6.5M7 4.5l1.4-1.4a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.4 1.4a3 3 0 0 1-4.3-4.3L4.7 7.2'],
  },
  tick: { paths: ['m3.5 8.5 3 3 6-7'] },
  cross: { paths: ['m4.5 4.5 7 7m0-7-7 7'] },
  plus: { paths: ['M8 3.5v9M3.5 8h9'] },
  revoke: { paths: ['M2.5 8h8M7.5 5l3 3-3 3M13.5 3v10'] },
  bin: { paths: ['M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9'] },
  save: { paths: ['M3 3h8l2 2v8H3zM5.5 3v3.5h4V3M5.5 13V9.5h5V13'] },
  offline: {
    paths: ['M2.5 2.5l11 11M1.8 6.3A10 10 0 0 1 5 4.4M8 4a10 10 0 0 1 6.2 2.3M4.4 9a5.6 5.6 0 0 1 2.3-1.4M8 12.2v.1'],
  },
  dot: { paths: [], fill: 'M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6z' },
} as const satisfies Record<string, Glyph>;

export type GlyphName = keyof typeof glyphs;
