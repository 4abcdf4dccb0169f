import { AwsError } from '#local/gateway/aws-error.ts';
import { jsonFilterPattern } from './json-filter-pattern.ts';

/**
 * A filter pattern of words (user guide: "Filter pattern syntax", unstructured log events): a line must have all words, or one
 * of those with `?`, and none of those with `-`; quotes hold words together. Patterns for JSON have a file of their own; those for columns are refused.
 */
export function filterPattern(pattern = ''): (line: string) => boolean {
  if (/^\s*\{/.test(pattern)) return jsonFilterPattern(pattern);
  if (/^\s*\[/.test(pattern))
    throw new AwsError(
      'InvalidParameterException',
      'The local runtime filters logs by words and by JSON, not by columns.',
    );
  const terms = [...pattern.matchAll(/([?-]?)(?:"([^"]*)"|([^\s"]+))/g)].map(([, sign, quoted, word]) => ({
    sign,
    text: quoted ?? word ?? '',
  }));
  const of = (sign: string) => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, any, none] = [of(''), of('?'), of('-')];
  return (line) =>
    all.every((text) => line.includes(text)) &&
    (any.length === 0 || all.length > 0 || any.some((text) => line.includes(text))) &&
    !none.some((text) => line.includes(text));
}
