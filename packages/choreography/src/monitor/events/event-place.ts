import type { RecordedEvent } from '#monitor/api-types.ts';

/** The position of an event among others: its time, and its id. */
export const placeOf = ({ at, eventId }: Pick<RecordedEvent, 'at' | 'eventId'>): string => `${at}#${eventId}`;
