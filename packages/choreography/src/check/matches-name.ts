/** Whether a name has wildcards, as policies and the map write them: `library.*` and `*`. */
export const isWild = (name: string): boolean => /[*?]/.test(name);

/** Whether a name, which may have wildcards, matches a value. */
export function matchesName(name: string, value: string): boolean {
  if (!isWild(name)) return name === value;
  const expression = name
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
