export { defineEvent, type EventContract, type EventData } from './define-event.ts';
export { defineMonitor, type Monitor } from './define-monitor.ts';
export { defineParticipant, type JobDeclaration, type Participant } from './define-participant.ts';
export { type Duration, defineProcess, type Process, type ProcessWords, type Step } from './define-process.ts';
export { dataJsonSchema, eventJsonSchema } from './json-schema.ts';
export { MASK, maskAddresses, maskPersonal } from './mask-personal.ts';
export { Metadata } from './metadata.ts';
export { personal } from './personal.ts';
