import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The key of an instance in `--WORD KEY` or `--WORD=KEY`, where the word is what a process here calls an instance, such as `loan`, or
 * `repair-case` of `repair case`. Undefined if there are no words. Throws an InputError for other ones.
 */
export function instanceIn(words: readonly string[], processes: Graph['processes']): string | undefined {
  const [option, next, ...more] = words;
  if (option === undefined) return undefined;
  const [, word, value = next] = /^--([^=]+)(?:=(.*))?$/s.exec(option) ?? [];
  const known = new Set(processes.flatMap(({ instance }) => (instance === undefined ? [] : optionOf(instance))));
  const rest = option.includes('=') ? words.slice(1) : more;
  if (word !== undefined && known.has(word) && value && rest.length === 0) return value;
  throw new InputError(
    `"${words.join(' ')}" is not understood: one instance is named by ${[...known, 'instance'].map((each) => `--${each} KEY`).join(' or ')}.`,
  );
}

const optionOf = (instance: string): string => instance.toLowerCase().replaceAll(/[\s_]+/g, '-');
