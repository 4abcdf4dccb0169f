import type { App } from 'aws-cdk-lib/core';

/** What a choreography is called in an account. */
export interface ChoreographyNames {
  /** Its bus, with which the names of its tables, functions and queues begin too: lower-case letters, digits and hyphens. */
  readonly bus: string;
  /** How its stacks' names begin. */
  readonly stacks: string;
  /**
   * The stages whose data may go with their stacks: those that are made to try something and taken down. All others, and
   * the first copy, which has no stage, keep what they store.
   * @default none
   */
  readonly throwAwayStages?: readonly string[];
}

/** What differs between two deployments of a choreography. */
export interface Setting extends ChoreographyNames {
  /** Distinguishes this copy from others in the same account; undefined for the first one. */
  readonly stage: string | undefined;
  /**
   * The email address that alarms are sent to.
   * @default alarms are sent to no address
   */
  readonly alarms?: string | undefined;
  /**
   * How many batches of events the monitor records at once at the most, 2 to 1000.
   * @default 50
   */
  readonly monitorConcurrency?: number | undefined;
}

/** Reads `-c stage=NAME`, `-c alarms=ADDRESS` and `-c monitorConcurrency=NUMBER`. Returns a sentence when one of them cannot be used. */
export function readSetting(app: App, names: ChoreographyNames): Setting | string {
  const stage: unknown = app.node.tryGetContext('stage');
  if (stage !== undefined && !(typeof stage === 'string' && /^[a-z0-9-]+$/.test(stage))) {
    return `The stage ${JSON.stringify(stage)} cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.`;
  }
  const alarms: unknown = app.node.tryGetContext('alarms');
  if (alarms !== undefined && !(typeof alarms === 'string' && /^[^\s@]+@[^\s@]+$/.test(alarms))) {
    return `The address ${JSON.stringify(alarms)} cannot hear of alarms: give an email address, such as -c alarms=on-call@example.com.`;
  }
  const concurrency: unknown = app.node.tryGetContext('monitorConcurrency');
  const monitorConcurrency = concurrency === undefined ? undefined : Number(concurrency);
  // Lambda API reference: ScalingConfig.
  if (
    monitorConcurrency !== undefined &&
    !(Number.isInteger(monitorConcurrency) && 2 <= monitorConcurrency && monitorConcurrency <= 1000)
  ) {
    return `The monitor's concurrency ${JSON.stringify(concurrency)} cannot be used: give a whole number from 2 to 1000, such as -c monitorConcurrency=10.`;
  }
  return { ...names, stage, alarms, monitorConcurrency };
}

/** The bus, by convention: all that participants know of each other. */
export const busName = ({ bus, stage }: Setting): string => (stage ? `${bus}-${stage}` : bus);

/** The name of one of the choreography's stacks. */
export const stackName = ({ stacks, stage }: Setting, name: string): string =>
  [stacks, ...(stage ? [stage] : []), name].join('-');

/** The topic that alarms are sent to. Its name is a convention, so that no participant's template refers to another's resource. */
export const alarmTopicName = (setting: Setting): string => `${busName(setting)}_alarms`;

/** Whether what is stored is protected from deletion, even when its stack is removed: unless the stage is one to throw away. */
export const isProtected = ({ stage, throwAwayStages = [] }: Setting): boolean =>
  stage === undefined || !throwAwayStages.includes(stage);
