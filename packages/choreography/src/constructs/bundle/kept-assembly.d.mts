/** What a synth says that has found nothing to do. */
export const KEPT: string;

export function keptAssembly(
  root: string,
  out: string,
): {
  /** A hash of what an assembly is made of. */
  key(inputs?: readonly string[]): string;
  isUpToDate(): boolean;
  remember(inputs: readonly string[]): void;
};
