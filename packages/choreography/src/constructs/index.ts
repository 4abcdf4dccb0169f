export { addStacks, type Choreography } from './add-stacks.ts';
export { bundleFunctions } from './bundle/bundle-functions.ts';
export { type BusProps, BusStack } from './bus-stack.ts';
export { createApp } from './create-app.ts';
export type { JobProps } from './job.ts';
export { MonitorStack, monitorStackOf } from './monitor-stack.ts';
export { ParticipantStack, type ParticipantStackClass } from './participant-stack.ts';
export { runChoreography } from './run-choreography.ts';
export { busName, type ChoreographyNames, isProtected, readSetting, type Setting, stackName } from './setting.ts';
