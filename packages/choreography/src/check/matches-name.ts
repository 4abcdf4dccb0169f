/** Whether a name stands for many: policies and the map write `library.*` and `*`. */
export const isWild = (name: string): boolean => /[*?]/.test(name);

/** Whether a name, which may have wildcards, stands for a value. */
export function matchesName(name: string, value: string): boolean {
  if (!isWild(name)) return name === value;
  const expression = name
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
