import type { App } from 'aws-cdk-lib/core';

/** What a choreography is called in an account. */
export interface ChoreographyNames {
  /** Its bus, with which the names of its tables, functions and queues begin too: lower-case letters, digits and hyphens. */
  readonly bus: string;
  /** How its stacks' names begin. */
  readonly stacks: string;
}

/** What differs between two deployments of a choreography. */
export interface Setting extends ChoreographyNames {
  /** Tells this copy from others in the same account; undefined for the first one. */
  readonly stage: string | undefined;
}

/** Reads `-c stage=NAME`. Returns a sentence when it cannot be used. */
export function readSetting(app: App, names: ChoreographyNames): Setting | string {
  const stage: unknown = app.node.tryGetContext('stage');
  if (stage !== undefined && !(typeof stage === 'string' && /^[a-z0-9-]+$/.test(stage))) {
    return `The stage ${JSON.stringify(stage)} cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.`;
  }
  return { ...names, stage };
}

/** The bus, by convention: all that participants know of each other. */
export const busName = ({ bus, stage }: Setting): string => (stage ? `${bus}-${stage}` : bus);

/** The name of one of the choreography's stacks. */
export const stackName = ({ stacks, stage }: Setting, name: string): string =>
  [stacks, ...(stage ? [stage] : []), name].join('-');

/** Whether what is stored is protected from deletion, even when its stack is removed: on the stage named `prod`. */
export const isProtected = ({ stage }: Setting): boolean => stage === 'prod';
