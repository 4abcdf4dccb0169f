import type { IConstruct } from 'constructs';
import { core } from './lazy-cdk.ts';

/** Says why findings of cdk-nag do not apply to a construct: reasons by rule id. It leaves no trace in the templates. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const findings = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  core.Validations.of(construct).acknowledge(...findings);
}
