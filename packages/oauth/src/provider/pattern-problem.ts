/** The longest value that is matched against an input's pattern. */
export const longestMatched = 200;

/** How many ways of matching a pattern may have: trying them all takes milliseconds. */
const mostWays = 2 ** 16;

/**
 * What is wrong with an input's pattern, or `undefined`. A pattern is the vendor's and its text the customer's, and both
 * run in our process: no repeated groups, back references or look-arounds, and only so many ways to match a text, which
 * optional parts and alternatives multiply without any repetition.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return 'must be a regular expression (JavaScript, flag u)';
  }
  // Without escapes and sets, which hold no operators, and without the marks of groups that are not captured.
  const bare = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gsu, 'x').replace(/\(\?[a-z-]*:/g, '(');
  if (/\)[*+{]|\(\?/.test(bare) || /\\[1-9]|\\k/.test(pattern))
    return 'must not repeat a group, refer back or look around: write it without';
  return waysOf(bare) > mostWays
    ? 'could take too long: use at most two repetitions, and fewer alternatives and optional parts'
    : undefined;
}

/** At most so many ways has a pattern without repeated groups to match a text of `longestMatched` characters. */
function waysOf(bare: string): number {
  let ways = 1;
  let unbounded = 0;
  for (const [found, least, upTo, most] of bare.matchAll(/[*+?]|\{(\d+)(?:(,)(\d*))?\}/g)) {
    if (found === '?') ways *= 2;
    else if (least === undefined || (upTo !== undefined && most === '')) ways *= longestMatched / ++unbounded;
    else if (upTo !== undefined) ways *= Math.min(Number(most) - Number(least) + 1, longestMatched);
  }
  // The alternatives of each open group, the whole pattern being the outermost.
  const open = [1];
  for (const [sign] of bare.matchAll(/[()|]/g)) {
    if (sign === '(') open.push(1);
    else if (sign === '|') open.push((open.pop() ?? 0) + 1);
    else ways *= open.pop() ?? 1;
  }
  return open.reduce((product, alternatives) => product * alternatives, ways);
}
