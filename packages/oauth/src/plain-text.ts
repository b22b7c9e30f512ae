/**
 * Text of somebody else's made safe to show: no control, bidirectional or invisible characters, no halves of surrogate
 * pairs (which no JSON column takes), trimmed, at most 300 long.
 */
export function plainText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ')
      .trim()
      .slice(0, 300)
      .replace(/\p{Surrogate}/gu, '\ufffd')
  );
}

/** plainText without anything that looks like a token: long unbroken runs of token characters, shorter with a digit. */
export function scrubbedText(text: string): string {
  return plainText(
    text
      .slice(0, 4000)
      .replace(/[A-Za-z0-9_\-.~+/=]{20,}/g, (run) => (run.length > 32 || /\d/.test(run) ? '[…]' : run)),
  );
}
