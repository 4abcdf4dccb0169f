import { ANY_MANY, ANY_ONE, exactly, type Glob, glob } from './glob.ts';

/**
 * A value of IAM's StringLike: `*` and `?` are wildcards. Policy variables such as `${aws:PrincipalTag/team}` match
 * anything (IAM user guide: "Policy elements: Variables and tags"); `${*}`, `${?}` and `${$}` match the characters in them.
 */
export const iamGlob = (text: string, anyCase = false): Glob =>
  /[*?$]/.test(text) ? glob(partsOf(text, true), anyCase) : exactly(text, anyCase);

/** A value of IAM's StringEquals, which has variables but no wildcards. */
export const iamLiteral = (text: string, anyCase = false): Glob =>
  text.includes('$') ? glob(partsOf(text, false), anyCase) : exactly(text, anyCase);

function partsOf(text: string, wildcards: boolean): Glob['parts'] {
  return (text.match(/\$\{[*?$]\}|\$\{\w+:[^}]*\}|[\s\S]/gu) ?? []).map((token) => {
    if (token.length > 3 && token.startsWith('${')) return token.length === 4 ? (token[2] as string) : ANY_MANY;
    if (wildcards && token === '*') return ANY_MANY;
    return wildcards && token === '?' ? ANY_ONE : token;
  });
}
