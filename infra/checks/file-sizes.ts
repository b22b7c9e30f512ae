import { codeFiles, type SourceTree } from './source-tree.js';

/** A file holds one thing; beyond this it holds two. */
const AIM = 250;
const LIMIT = 300;

/** Files of more than 300 lines. */
export function tooLongFiles(tree: SourceTree): string[] {
  return longer(tree, LIMIT).map(
    ([file, lines]) => `${file}: has ${lines} lines; split it (at most ${LIMIT}, better ${AIM})`,
  );
}

/** Files that are beyond the aim of 250 lines, as notes: nothing fails yet. */
export function longFiles(tree: SourceTree): string[] {
  return longer(tree, AIM).map(([file, lines]) => `${file}: has ${lines} lines (aim: ${AIM})`);
}

function longer(tree: SourceTree, limit: number): [file: string, lines: number][] {
  return codeFiles(tree)
    .map(([file, text]): [string, number] => [file, text.trimEnd().split('\n').length])
    .filter(([, lines]) => lines > limit);
}
