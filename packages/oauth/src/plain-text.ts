/** Text of somebody else's made safe to show: no control or bidirectional characters, trimmed, at most 300 long. */
export function plainText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .trim()
      .slice(0, 300)
  );
}

/** plainText without anything that looks like a token: unbroken runs of more than 32 token characters. */
export function scrubbedText(text: string): string {
  return plainText(text.slice(0, 4000).replace(/[A-Za-z0-9_\-.~+/=]{33,}/g, '[…]'));
}
