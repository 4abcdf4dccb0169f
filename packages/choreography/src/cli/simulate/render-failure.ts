import type { Shrunk } from '#simulation/shrink.ts';
import type { SeedResult } from './seeds.ts';

/** A violation as a person reads it: what did not hold, with which instance, its story, what it takes, and how to see it again. */
export function renderFailure(
  { seed }: SeedResult,
  { result, stimuli, faults, worlds }: Shrunk,
  command: string,
): string {
  const [violation] = result.violations;
  if (!violation) return '';
  const { invariant, instance, what, at, events } = violation;
  return [
    `Seed ${seed} violates: ${invariant}.`,
    `  ${instance === undefined ? '' : `${instance}: `}${what}, at ${at}`,
    '',
    `What it takes (made smaller in ${worlds} worlds):`,
    ...stimuli.map((each) => `  put    ${each}`),
    ...faults.map((each) => `  fault  ${each}`),
    '',
    'What was said:',
    ...events.map((each) => `  ${each}`),
    '',
    `Again: ${command}`,
    'On the page, in trace and in map: the same with --save failure, and then npx choreography start --from failure',
  ].join('\n');
}
