export { apiJob } from './api.ts';
export type {
  ChangesAnswer,
  ErrorAnswer,
  EventName,
  Failure,
  FoundAnswer,
  InstanceState,
  InstanceSummary,
  InstancesAnswer,
  InstanceView,
  JobHealth,
  MapAnswer,
  MissingStep,
  ParticipantsAnswer,
  PoisonAnswer,
  PoisonEvent,
  ProcessesAnswer,
  ProcessView,
  RecordedEvent,
  StepDeclaration,
  StepState,
  StepView,
  UnmatchedAnswer,
  UnmatchedEvent,
  Words,
} from './api-types.ts';
export { mapJob } from './map.ts';
export { pageJob } from './page.ts';
export { recordJob } from './record.ts';
export { sweepJob } from './sweep.ts';
