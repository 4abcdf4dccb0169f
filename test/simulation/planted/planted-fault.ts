import type { TemplateResource } from '../../../packages/choreography/src/template/template.ts';

interface Planted {
  readonly name: string;
  /** Whether each run of all tests plants it, not the long one alone. */
  readonly isPlantedAlways?: boolean;
  /** What it violates. */
  readonly violates: RegExp;
}

/** What stands in a file instead of what. */
export interface Replacement {
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

/** A fault that is put into a job's code, to see that the simulation finds it. */
export interface CodeFault extends Planted, Replacement {
  /** What else is replaced. */
  readonly also?: readonly Replacement[];
  /** `participant/job`: whose bundles have it. */
  readonly jobs: readonly string[];
}

export interface ResourceChange {
  /** The beginning of the logical id of the resource. */
  readonly resource: string;
  readonly type: string;
  change(properties: NonNullable<TemplateResource['Properties']>): NonNullable<TemplateResource['Properties']>;
}

/** A fault that is put into a template. */
export interface TemplateFault extends Planted, ResourceChange {
  /** What else is changed. */
  readonly also?: readonly ResourceChange[];
}

/** A fault that is put into a simulated service. */
export interface ServiceFault extends Planted {
  /** Puts it there. Returns what takes it away. */
  harm(): () => void;
}

export type PlantedFault = CodeFault | TemplateFault | ServiceFault;
