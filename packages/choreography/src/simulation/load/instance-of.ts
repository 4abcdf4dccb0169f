import type { Cause } from '#simulation/world/cause.ts';

/** The sampled instance for which something is done: the stimulus at the head of its label, of which an instance may have several. */
export const instanceOf = ({ label }: Cause): string => label.split(/[>.]/, 1)[0] ?? label;
