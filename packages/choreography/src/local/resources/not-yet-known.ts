/** Stands in texts for a value that is known only when a custom resource is made: one character, so that no function divides it. */
export const NOT_YET_KNOWN = '\u{F8FE}';

/** Whether anything in a value waits for a custom resource. */
export function isNotYetKnown(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(NOT_YET_KNOWN);
  return typeof value === 'object' && value !== null && Object.values(value).some(isNotYetKnown);
}
