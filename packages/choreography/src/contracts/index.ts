export { type Calendar, defineCalendar } from './define-calendar.ts';
export { defineEvent, type EventContract, type EventData } from './define-event.ts';
export { defineMonitor, type Monitor } from './define-monitor.ts';
export { defineParticipant, type JobDeclaration, type Participant } from './define-participant.ts';
export {
  defineProcess,
  type Process,
  type ProcessDeclaration,
  type ProcessWords,
  type Step,
} from './define-process.ts';
export type { BusinessDuration, Duration } from './duration.ts';
export { MASK, maskAddresses, maskPersonal } from './mask-personal.ts';
export { Metadata } from './metadata.ts';
export { personal } from './personal.ts';
export { dataJsonSchema, eventJsonSchema } from './schema/json-schema.ts';
export { JOB_METADATA, PROCESS_METADATA } from './template-metadata.ts';
