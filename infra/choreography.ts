import type { App } from 'aws-cdk-lib/core';
import { BusStack, bundleFunctions, type ParticipantStackClass, type Setting } from 'choreography/constructs';
import { StockReceived } from '../events/stock-received.ts';
import { CheckoutStack } from './checkout.ts';
import { EmailStack } from './email.ts';
import { MonitorStack } from './monitor.ts';
import { RewardsStack } from './rewards.ts';
import { WarehouseStack } from './warehouse.ts';

export const NAMES = { bus: 'checkout', stacks: 'Choreography', throwAwayStages: ['dev'] };

/** Everybody who takes part. Each can be added or removed by its line: no other participant's template changes. */
export const participants: readonly ParticipantStackClass[] = [
  CheckoutStack,
  EmailStack,
  WarehouseStack,
  RewardsStack,
  MonitorStack,
];

/** The bus, and one stack for each participant. */
export function choreography(
  app: App,
  setting: Setting,
  taking: readonly ParticipantStackClass[] = participants,
): void {
  bundleFunctions(taking.map(({ participant }) => participant));
  const bus = new BusStack(app, setting, {
    participants: participants.map(({ participant }) => participant),
    saidFromOutside: [StockReceived],
  });
  for (const Participant of taking) {
    // Rules can only be made on a bus that exists; this orders the deployment and leaves no trace in the templates.
    new Participant(app, setting).addStackDependency(bus, 'the bus must exist');
  }
}
