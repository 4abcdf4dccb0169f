import type { Cause } from '#simulation/world/cause.ts';

/** The sampled instance that a cause belongs to: the stimulus at the head of its label, without the number of a later stimulus. */
export const instanceOf = ({ label }: Cause): string => label.split(/[>.]/, 1)[0] ?? label;

/** Whether a cause belongs to a sampled instance: what the clock causes, and what was given before, happens once for all. */
export const isOfInstance = (cause: Cause): boolean => /^i-/.test(instanceOf(cause));
