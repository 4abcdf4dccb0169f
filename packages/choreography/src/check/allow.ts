import type { Finding } from './finding.ts';

/** A finding that is meant to be, by its name in choreography.json, with the reason. */
export interface Allowance {
  readonly finding: string;
  readonly reason: string;
}

export interface Verdict {
  /** What has to be put right, or allowed. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** What is allowed and no longer found: a line to take out, so that the same fault is found when it comes again. */
  readonly unused: readonly Allowance[];
}

/** Parts what is found into what is allowed by its name and what is not. */
export function judge(found: readonly Finding[], allowances: readonly Allowance[]): Verdict {
  const reasons = new Map(allowances.map(({ finding, reason }) => [finding, reason]));
  const names = new Set(found.map(({ name }) => name));
  return {
    findings: found.filter(({ name }) => !reasons.has(name)),
    allowed: found.flatMap((finding) => {
      const reason = reasons.get(finding.name);
      return reason === undefined ? [] : [{ finding, reason }];
    }),
    unused: allowances.filter(({ finding }) => !names.has(finding)),
  };
}
