import { hunt, type Needle } from './secret-hunt.js';
import type { RecordedAnswer } from './visitor.js';

/** The secrets of a walk, and the answers in which each may be. */
export interface KnownSecrets {
  readonly needles: readonly Needle[];
  /** A secret that is told in these answers, and may be nowhere else. */
  add(name: string, value: string, ...told: readonly RecordedAnswer[]): void;
  /** One that the pages show to who holds the cookie: it may be in any answer, but in no row and no log. */
  addShown(name: string, value: string): void;
  /** The secrets that are in an answer where they may not be. */
  leaksIn(answers: readonly RecordedAnswer[]): readonly string[];
}

export function knownSecrets(): KnownSecrets {
  const needles: Needle[] = [];
  const told = new Map<string, ReadonlySet<RecordedAnswer>>();
  return {
    needles,
    add(name, value, ...answers) {
      needles.push({ name, value });
      told.set(name, new Set(answers));
    },
    addShown: (name, value) => void needles.push({ name, value }),
    leaksIn(answers) {
      const leaks = answers.flatMap((answer) => {
        const forbidden = needles.filter(({ name }) => told.has(name) && !told.get(name)?.has(answer));
        return hunt(forbidden, [{ where: `the answer to ${answer.request}`, text: answer.text }]);
      });
      return [...new Set(leaks)];
    },
  };
}
