import { ANY_MANY, ANYTHING, exactly, type Glob, glob } from './glob.ts';
import { EVERYTHING, type Language, language, literally } from './language.ts';

/**
 * The strings that a field of an event pattern matches, as one language for each of its conditions (EventBridge user
 * guide: "Comparison operators"). The field is one that every event has: `exists: false` matches none. A condition that AWS
 * would refuse, and one on numbers or null, matches no string.
 */
export function patternLanguages(conditions: unknown): Language[] {
  const languages: Language[] = [];
  if (Array.isArray(conditions))
    for (const condition of conditions)
      if (typeof condition === 'string') languages.push(literally(condition));
      else languages.push(...conditionLanguages(condition));
  return languages;
}

function conditionLanguages(condition: unknown): Language[] {
  if (typeof condition !== 'object' || condition === null) return [];
  const [[operator, argument] = ['', undefined]] = Object.entries(condition);
  if (operator === 'exists') return argument === true ? [EVERYTHING] : [];
  // An address range: to be on the safe side, whatever it is.
  if (operator === 'cidr') return [EVERYTHING];
  if (operator === 'anything-but') {
    const refused = refusedBy(argument);
    return refused ? [language([ANYTHING], refused)] : [];
  }
  return globsOf(operator, argument).map((each) => language([each]));
}

/** `anything-but` takes a value, a list of them, or another operator. Numbers are no strings: all strings are left. */
function refusedBy(argument: unknown): Glob[] | undefined {
  if (typeof argument === 'string' || typeof argument === 'number' || Array.isArray(argument))
    return (Array.isArray(argument) ? argument : [argument])
      .filter((each) => typeof each === 'string')
      .map((each) => exactly(each));
  if (typeof argument !== 'object' || argument === null) return undefined;
  const [[operator, inner] = ['', undefined]] = Object.entries(argument);
  return (Array.isArray(inner) ? inner : [inner]).flatMap((each) => globsOf(operator, each));
}

function globsOf(operator: string, argument: unknown): Glob[] {
  const ignoringCase = typeof argument === 'object' && argument !== null && 'equals-ignore-case' in argument;
  const text = ignoringCase ? argument['equals-ignore-case'] : argument;
  if (typeof text !== 'string') return [];
  const { parts, anyCase } = exactly(text, ignoringCase || operator === 'equals-ignore-case');
  switch (operator) {
    case 'equals-ignore-case':
      return [glob(parts, anyCase)];
    case 'prefix':
      return [glob([...parts, ANY_MANY], anyCase)];
    case 'suffix':
      return [glob([ANY_MANY, ...parts], anyCase)];
    case 'wildcard':
      return [wildcard(text)];
    default:
      return [];
  }
}

/** `*` matches any number of characters; `\*` and `\\` match `*` and `\`. */
const wildcard = (text: string): Glob =>
  glob(
    (text.match(/\\[\s\S]|[\s\S]/gu) ?? []).map((token) =>
      token === '*' ? ANY_MANY : token.length > 1 && token.startsWith('\\') ? token.slice(1) : token,
    ),
  );
