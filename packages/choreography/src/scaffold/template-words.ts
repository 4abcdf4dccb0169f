import { camelCase, kebabCase, pascalCase } from './names.ts';

/** What a new choreography is asked for: the names in it. */
export interface ChoreographyWords {
  readonly bus: string;
  /** The one that opens an instance over HTTP, and the one that acts on it. */
  readonly participants: readonly [string, string];
  readonly instance: { readonly one: string; readonly many: string };
  /** What the first says, and the two that the second may say: done and failed. */
  readonly events: readonly [string, string, string];
  /** A job of each participant. */
  readonly jobs: readonly [string, string];
}

/** The names in the files of `scaffold/`. Each has two words, so that all its spellings occur. */
export const TEMPLATE_WORDS: ChoreographyWords = {
  bus: 'repair-cafe',
  participants: ['front-desk', 'tool-room'],
  instance: { one: 'repair case', many: 'repair cases' },
  events: ['RepairCaseOpened', 'RepairCaseSolved', 'RepairCaseDeclined'],
  jobs: ['open-repair-case', 'solve-repair-case'],
};

/** A function that puts a choreography's own words into a text, or a path, of the template, all of them at once. */
export function inWords(own: ChoreographyWords): (text: string) => string {
  const pairs = new Map<string, string>();
  const from = TEMPLATE_WORDS;
  const each = [
    [from.bus, own.bus],
    ...from.participants.map((name, index) => [name, own.participants[index]]),
    ...from.jobs.map((name, index) => [name, own.jobs[index]]),
    [kebabCase(from.instance.one), kebabCase(own.instance.one)],
  ] as [string, string][];
  for (const [mine, yours] of each) {
    pairs.set(mine, yours);
    pairs.set(camelCase(mine), camelCase(yours));
    pairs.set(pascalCase(mine), pascalCase(yours));
    pairs.set(mine.replaceAll('-', '_'), yours.replaceAll('-', '_'));
  }
  for (const [index, type] of from.events.entries()) {
    const yours = own.events[index] as string;
    pairs.set(type, yours);
    pairs.set(kebabCase(type), kebabCase(yours));
    pairs.set(happened(type, from), happened(yours, own));
  }
  pairs.set(from.instance.one, own.instance.one);
  pairs.set(from.instance.many, own.instance.many);
  const longestFirst = [...pairs.keys()].sort((a, b) => b.length - a.length);
  // A word ends where its letters do, so that `solved` is not found within another; `repairCaseId` is one all the same.
  const pattern = new RegExp(`(?<![a-z])(?:${longestFirst.join('|')})(?![a-z])`, 'g');
  return (text) => text.replace(pattern, (word) => pairs.get(word) ?? word);
}

/** `RepairCaseSolved` as `solved`; the last word of it, if it does not begin with the instance's name. */
function happened(type: string, { instance }: ChoreographyWords): string {
  const prefix = pascalCase(instance.one);
  const [last = type] = type.match(/[A-Z][a-z0-9]*$/) ?? [];
  const rest = type.startsWith(prefix) && type.length > prefix.length ? type.slice(prefix.length) : last;
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}
