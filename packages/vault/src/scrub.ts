const longestAnswer = 300;
const longestInput = 4096;
const removed = '[removed]';

/**
 * Makes a text of a provider (an `error_description`, a body that is not JSON) fit to be stored and shown: control and
 * format characters become spaces, what looks like a token is replaced by `[removed]`, at most 300 UTF-16 units
 * remain. Emails and plain words stay. It is a second line of defence: it judges by looks and knows no secret.
 */
export function scrub(text: string): string {
  let head = text.slice(0, longestInput).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ');
  // A token that the first cut went through could now be short enough to pass for a word.
  if (text.length > longestInput) head = head.slice(0, Math.max(0, head.lastIndexOf(' ')));
  const scrubbed = head
    .replace(/\b(bearer|basic|dpop) +[^\s"'<>,;]{6,}/gi, `$1 ${removed}`)
    .split(/([\s"'<>{}[\]()|,;`]+)/)
    .map((part, index) => (index % 2 === 0 ? scrubWord(part) : part))
    .join('')
    .replace(secretMember, `$1${removed}`)
    .trim();
  return shorten(scrubbed);
}

/** `refresh_token=…`, `"client_secret": "…"`, and an authorization code or state in a query. */
const secretMember =
  /(\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code_verifier|password)["']?\s*[:=]\s*["']?|[?&](?:code|state|token|ticket|key)=)[^\s"'<>&,;]+/gi;

function scrubWord(word: string): string {
  if (/^[^@\s]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+[.:!?]?$/i.test(word)) return word;
  const url = /^(https?:\/\/)([^/?#]*)([^?#]*)(?:[?#].*)?$/i.exec(word);
  if (url) {
    const [, scheme = '', authority = '', path = ''] = url;
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    return scheme + host.split('.').map(scrubPiece).join('.') + path.split('/').map(scrubPiece).join('/');
  }
  return hasTokenLike(word.split(/[/:?&=#+]/)) ? removed : word;
}

function scrubPiece(piece: string): string {
  return isTokenLike(piece) ? removed : piece;
}

/** A piece that is long and no word, or (base64 holds + and /) many characters, a third of them in pieces that are none. */
function hasTokenLike(pieces: readonly string[]): boolean {
  if (pieces.some(isTokenLike)) return true;
  const length = (some: readonly string[]) => some.reduce((sum, piece) => sum + piece.length, 0);
  return length(pieces) >= 20 && 3 * length(pieces.filter((piece) => !isWords(piece))) >= length(pieces);
}

/**
 * 16 or more characters that are not words: a word is one case or Capitalized humps, perhaps with a few digits behind
 * (`oauth2_provider`, `AuthorizationRequestDenied`, `AADSTS70008`), or a short number.
 */
function isTokenLike(piece: string): boolean {
  return piece.length >= 16 && !isWords(piece);
}

function isWords(piece: string): boolean {
  return piece.split(/[-_.~%!$*\\^@]+/).every(isWord);
}

function isWord(segment: string): boolean {
  if (/^\d{0,6}$|^\d\dT\d\d$/.test(segment)) return true; // a number, or the middle of an ISO 8601 time
  const letters = /^([\p{L}\p{M}…–—]{1,48})\d{0,6}$/u.exec(segment)?.[1];
  if (letters === undefined) return false;
  if (/[^a-zA-Z]/.test(letters)) return true; // another script's words: no token alphabet holds it
  return /^(?:[a-z]{1,30}|[A-Z]{1,30}|[a-z]{0,20}(?:[A-Z]{1,5}[a-z]{2,20})+[A-Z]{0,5})$/.test(letters);
}

function shorten(text: string): string {
  if (text.length <= longestAnswer) return text;
  const cut = text.slice(0, longestAnswer - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}
