import type { RecordedEvent } from '#monitor/api-types.ts';

/** The place of an event in the order of events, `TIME#ID`: by its time, and then by its id. */
export const placeOf = ({ at, eventId }: Pick<RecordedEvent, 'at' | 'eventId'>): string => `${at}#${eventId}`;
