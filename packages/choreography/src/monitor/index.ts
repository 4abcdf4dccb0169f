export { apiJob } from './api.ts';
export type {
  ChangesAnswer,
  ClearEvent,
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
  RevealAnswer,
  StepDeclaration,
  StepState,
  StepView,
  UnmatchedAnswer,
  UnmatchedEvent,
  Words,
} from './api-types.ts';
export { revealJob } from './endpoints/reveal.ts';
export { mapJob } from './map.ts';
export { pageJob } from './page.ts';
export { recordJob } from './record.ts';
export { sweepJob } from './sweep.ts';
