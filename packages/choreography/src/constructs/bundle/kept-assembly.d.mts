/** What a synth says that has found nothing to do. */
export const KEPT: string;

export function keptAssembly(
  root: string,
  out: string,
): {
  isUpToDate(): boolean;
  /** Not if a source has changed since the run began, in milliseconds since the epoch: either version may be in what it wrote. */
  remember(inputs: readonly string[], began: number): void;
};
