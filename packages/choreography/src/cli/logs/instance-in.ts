import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The key of an instance in `--WORD KEY` or `--WORD=KEY`, where the word is what a process here calls its instances: that of its key's
 * path, such as `loan` of `loan.id`. Undefined if there are no words. Throws an InputError for other ones.
 */
export function instanceIn(words: readonly string[], processes: Graph['processes']): string | undefined {
  const [option, next, ...more] = words;
  if (option === undefined) return undefined;
  const [, word, value = next] = /^--([^=]+)(?:=(.*))?$/s.exec(option) ?? [];
  const known = [...new Set(processes.flatMap(({ key }) => (key === undefined ? [] : wordOf(key))))];
  const rest = option.includes('=') ? words.slice(1) : more;
  if (word !== undefined && known.includes(word) && value && rest.length === 0) return value;
  throw new InputError(
    `"${words.join(' ')}" is not understood: one instance is named by ${[...known, 'instance'].map((each) => `--${each} KEY`).join(' or ')}.`,
  );
}

/** `loan` of `loan.id`, `repair-case` of `repairCaseId`. */
export function wordOf(keyPath: string): string {
  const parts = keyPath.split('.');
  const last = parts.at(-1) ?? '';
  const word = /^id$/i.test(last) ? (parts.at(-2) ?? last) : last.replace(/Id$/, '');
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
