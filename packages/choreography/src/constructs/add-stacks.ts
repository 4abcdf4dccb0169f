import type { App } from 'aws-cdk-lib/core';
import type { EventContract } from '#contracts/define-event.ts';
import { bundleFunctions } from './bundle/bundle-functions.ts';
import { BusStack } from './bus-stack.ts';
import type { ParticipantStackClass } from './participant-stack.ts';
import type { Setting } from './setting.ts';

/** Who takes part in a choreography. */
export interface Choreography {
  /** Each can be added or removed by its line: no other participant's template changes. */
  readonly participants: readonly ParticipantStackClass[];
  /**
   * Events that are said on the bus from outside this choreography.
   * @default nothing
   */
  readonly saidFromOutside?: readonly EventContract[];
}

/** Bundles every job, and adds to a CDK app the bus's stack and one for each participant. */
export function addStacks(app: App, setting: Setting, { participants, saidFromOutside = [] }: Choreography): void {
  const taking = participants.map(({ participant }) => participant);
  bundleFunctions(taking);
  const bus = new BusStack(app, setting, { participants: taking, saidFromOutside });
  for (const Participant of participants) {
    // Rules can only be made on a bus that exists; this makes the bus first and leaves no trace in the templates.
    new Participant(app, setting).addStackDependency(bus, 'the bus must exist');
  }
}
