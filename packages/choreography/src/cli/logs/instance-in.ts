import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The key of an instance in `--WORD KEY` or `--WORD=KEY`, where the word is what a process here calls its instances, or where the
 * templates don't tell that, that of its key's path, such as `order` of `order.id`. Undefined if there are no words. Throws an
 * InputError for other ones.
 */
export function instanceIn(words: readonly string[], processes: Graph['processes']): string | undefined {
  const [option, next, ...more] = words;
  if (option === undefined) return undefined;
  const [, word, value = next] = /^--([^=]+)(?:=(.*))?$/s.exec(option) ?? [];
  const known = [...new Set(processes.flatMap(wordOf))];
  const rest = option.includes('=') ? words.slice(1) : more;
  if (word !== undefined && known.includes(word) && value && rest.length === 0) return value;
  throw new InputError(
    `"${words.join(' ')}" is not understood: one instance is named by ${[...known, 'instance'].map((each) => `--${each} KEY`).join(' or ')}.`,
  );
}

/** `repair-case` of `Repair case`, or of the key path `repairCase.id` or `repairCaseId`. */
export function wordOf({ instance, key }: Pick<Graph['processes'][number], 'instance' | 'key'>): string | [] {
  if (instance !== undefined)
    return instance.one
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-');
  if (key === undefined) return [];
  const parts = key.split('.');
  const last = parts.at(-1) ?? '';
  const word = /^id$/i.test(last) ? (parts.at(-2) ?? last) : last.replace(/Id$/, '');
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
