/** Compiled patterns by their text and case: policies repeat them, and a request meets the same ones again and again. */
const compiled = new Map<string, RegExp>();

/**
 * Whether a text matches a pattern of IAM, in which `*` matches any characters, `?` matches one, and `${*}`, `${?}`, `${$}`
 * match the character in them (IAM user guide: "IAM policy elements: Variables and tags").
 */
export function matchesWildcard(text: string, pattern: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  if (!/[*?$]/.test(pattern)) return ignoreCase ? text.toLowerCase() === pattern.toLowerCase() : text === pattern;
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    expression = new RegExp(`^${asExpression(pattern)}$`, ignoreCase ? 'is' : 's');
    compiled.set(key, expression);
  }
  return expression.test(text);
}

/**
 * Whether an ARN matches the ARN of a policy, part by part: a wildcard reaches no further than the colon, but in the last
 * part. Parts that are missing at the end are any.
 */
export function matchesArn(arn: string, pattern: string): boolean {
  if (pattern === '*' || pattern === arn) return true;
  const parts = partsOf(arn);
  return partsOf(pattern).every((part, index) => matchesWildcard(parts[index] ?? '', part));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const asExpression = (pattern: string): string =>
  pattern.replace(/\$\{([*?$])\}|([*?])|[.+^$()|[\]\\{}]/g, (character, literal?: string, wild?: string) =>
    wild ? (wild === '*' ? '.*' : '.') : `\\${literal ?? character}`,
  );
