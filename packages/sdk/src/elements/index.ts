export { type ConnectionFace, faceFor, faceOf, monogramOf } from './connection-face.js';
export { type Glyph, type GlyphName, glyphs } from './glyphs.js';
