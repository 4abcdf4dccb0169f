import type { RecordedEvent } from '#monitor/api-types.ts';

/** The list of the events of one type that no process knows, whether or not a rule matched them. */
export const strayKey = ({ source, type }: Pick<RecordedEvent, 'source' | 'type'>): string => `stray#${source} ${type}`;
