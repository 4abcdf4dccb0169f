import type { Misfit } from '#check/contract/misfits.ts';
import type { Finding } from '#check/finding.ts';

/** How a choreography changed: what `diff --json` prints. Events are named `source detail-type`, jobs `participant/job`. */
export interface Difference {
  readonly jobs: {
    readonly added: readonly JobChange[];
    readonly removed: readonly JobChange[];
    /** Triggered by another event than before. */
    readonly moved: readonly Move[];
  };
  /** Routes of jobs that were there before and still are, but for those that moves are made of. */
  readonly routes: { readonly added: readonly RouteChange[]; readonly removed: readonly RouteChange[] };
  readonly events: { readonly added: readonly EventChange[]; readonly removed: readonly EventChange[] };
  readonly contracts: readonly ContractChange[];
  readonly processes: readonly StepChange[];
  /** What `check` finds that it did not find before, and the other way round; by name. Contracts that do not fit are listed above. */
  readonly findings: { readonly added: readonly FoundChange[]; readonly removed: readonly Finding[] };
  /** A sentence for each change that breaks something. */
  readonly breaking: readonly string[];
}

export interface JobChange {
  readonly job: string;
  readonly template: string;
  readonly hears: readonly string[];
  readonly says: readonly string[];
  /** Sentences: what happens to what is under way at the moment of deployment. */
  readonly underWay: readonly string[];
}

export interface Move {
  readonly job: string;
  readonly template: string;
  readonly from: string;
  readonly to: string;
  /** Whether the new event happens after the old one in a process, or before it; `apart` when neither follows from the other. */
  readonly direction: 'later' | 'earlier' | 'apart' | 'same event';
  readonly underWay: readonly string[];
}

export interface RouteChange {
  readonly job: string;
  readonly template: string;
  readonly event: string;
  readonly underWay: readonly string[];
}

export interface EventChange {
  readonly event: string;
  readonly bus: string;
  readonly saidBy: readonly string[];
  readonly heardBy: readonly string[];
}

export interface ContractChange {
  readonly event: string;
  /** The template that publishes it. */
  readonly template: string;
  /** What became of the contract itself; `same` when only a job that hears it changed. */
  readonly change: 'added' | 'removed' | 'compatible' | 'breaking' | 'same';
  /** Where data of the new contract is not data of the old one. */
  readonly places: readonly Misfit[];
  readonly breaks: readonly BrokenConsumer[];
}

export interface BrokenConsumer {
  readonly job: string;
  readonly template: string;
  /**
   * `always`: with both of the new templates. `until deployed`: as long as the job's own stack is the old one.
   * `before`: the new job refuses what was said under the old contract, under way or replayed.
   */
  readonly when: 'always' | 'until deployed' | 'before';
  readonly places: readonly Misfit[];
}

export interface StepChange {
  readonly process: string;
  readonly step: string;
  readonly change: 'added' | 'removed' | 'changed';
}

export interface FoundChange {
  readonly finding: Finding;
  /** The reason for which choreography.json allows it; null when it does not. */
  readonly allowed: string | null;
}
