import type { App } from 'aws-cdk-lib/core';

/** What differs between two deployments of the choreography. */
export interface Setting {
  /** Tells this copy from others in the same account; undefined for the first one. */
  readonly stage: string | undefined;
  /** The address that emails come from. Its SES identity (the address, or its domain) belongs to the account. */
  readonly sender: string;
}

/** Reads `-c stage=NAME` and `-c sender=ADDRESS`. Returns a sentence when one of them cannot be used. */
export function readSetting(app: App): Setting | string {
  const stage: unknown = app.node.tryGetContext('stage');
  const sender: unknown = app.node.tryGetContext('sender') ?? 'orders@example.com';
  if (stage !== undefined && !(typeof stage === 'string' && /^[a-z0-9-]+$/.test(stage))) {
    return `The stage ${JSON.stringify(stage)} cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.`;
  }
  if (!(typeof sender === 'string' && /^[^\s@]+@[^\s@]+$/.test(sender))) {
    return `The sender ${JSON.stringify(sender)} is no email address: give one such as -c sender=orders@example.com.`;
  }
  return { stage, sender };
}

/** The bus, by convention: all that participants know of each other. */
export const busName = ({ stage }: Setting): string => (stage ? `checkout-${stage}` : 'checkout');

/** The name of one of the choreography's stacks. */
export const stackName = ({ stage }: Setting, name: string): string =>
  ['Choreography', ...(stage ? [stage] : []), name].join('-');

/** Whether what is stored is protected from deletion, even when its stack is removed: on the stage named `prod`. */
export const isProtected = ({ stage }: Setting): boolean => stage === 'prod';
