import type { Shrunk } from '#simulation/shrink.ts';
import { openingCommand } from './save-world.ts';
import type { SeedResult } from './seeds.ts';

/** A violation as a person reads it: what did not hold, with which instance, its story, what it takes, and how to see it again. */
export function renderFailure(
  { seed }: SeedResult,
  { result, stimuli, faults, worlds }: Shrunk,
  command: string,
  dir?: string,
): string {
  const [violation] = result.violations;
  if (!violation) return '';
  const { invariant, instance, what, at, events } = violation;
  const takes = [...stimuli.map((each) => `  put    ${each}`), ...faults.map((each) => `  fault  ${each}`)];
  return [
    `Seed ${seed} violates: ${invariant}.`,
    `  ${instance === undefined ? '' : `${instance}: `}${what}, at ${at}`,
    '',
    ...(takes.length > 0
      ? [`What it takes (made smaller in ${worlds} worlds):`, ...takes]
      : ['It takes neither a stimulus nor a fault.']),
    '',
    ...(events.length > 0 ? ['What was said:', ...events.map((each) => `  ${each}`), ''] : []),
    `Again: ${command}`,
    `Only what it takes: ${[command, ...stimuli.map((each) => `--put ${quoted(each)}`), ...faults.map((each) => `--fault ${quoted(each)}`)].join(' ')}`,
    `With --step: step by step. On the page, in trace and in map: with --save failure, and then ${openingCommand('failure', dir)}`,
  ].join('\n');
}

/** A word of a shell. */
const quoted = (text: string): string => (/^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
