import type { Cause } from '#simulation/world/cause.ts';

/** The sampled instance that a cause belongs to: the stimulus at the head of its label, without the number of a later stimulus. */
export const instanceOf = ({ label }: Cause): string => label.split(/[>.]/, 1)[0] ?? label;
