import { createInterface } from 'node:readline';
import type { WorldView } from '#simulation/define-simulation.ts';
import { runWorld, type WorldOptions } from '#simulation/run-world.ts';
import type { Step } from '#simulation/world/step.ts';
import { BEGINNING } from '#simulation/world/world.ts';

const SHOWN_STEPS = 5;
const MAX_WIDTH = 160;

/** A world before the step of a number: what happened last, and the content of tables and queues. */
export async function worldAt(
  options: WorldOptions,
  until: number,
): Promise<{ readonly at: number; readonly text: string }> {
  let text = '';
  const { steps } = await runWorld({ ...options, until, look: (view) => (text = tablesAndQueues(view)) });
  const at = Math.min(until, steps.length);
  const from = Math.max(0, at - SHOWN_STEPS);
  const last = steps.slice(from, at).map((step, index) => stepLine(from + index + 1, step));
  return { at, text: [`After step ${at}:`, ...last, '', text].join('\n') };
}

/**
 * Goes through a world by what is typed: Enter or `n` forward, `b` back, a number to that step, `q` to the end. The world is run again
 * up to each step: it is the same each time.
 */
export async function stepThrough(options: WorldOptions, first: number): Promise<void> {
  let now = await worldAt(options, first);
  console.log(now.text);
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: 'n, b, a number or q> ' });
  lines.prompt();
  for await (const line of lines) {
    const typed = line.trim();
    if (typed === 'q') break;
    const to = typed === '' || typed === 'n' ? now.at + 1 : typed === 'b' ? now.at - 1 : Number(typed);
    if (Number.isInteger(to) && to >= 0) {
      now = await worldAt(options, to);
      console.log(now.text);
    } else console.log(`"${typed}" is no step: type n, b, a number or q.`);
    lines.prompt();
  }
  lines.close();
}

function stepLine(number: number, { at, kind, label, text }: Step): string {
  return cut(`${number}  +${((at - BEGINNING) / 1000).toFixed(3)} s  ${kind}  ${label}  ${text}`);
}

function tablesAndQueues({ tables, table, queues, queue }: WorldView): string {
  const each = [
    ...tables.map((name) => [`table ${name}`, table(name).map((item) => JSON.stringify(item))] as const),
    ...queues.map((name) => [`queue ${name}`, queue(name)] as const),
  ];
  return each
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([name, lines]) => [name, ...lines.map((line) => cut(`  ${line}`))])
    .join('\n');
}

const cut = (line: string): string => (line.length <= MAX_WIDTH ? line : `${line.slice(0, MAX_WIDTH - 1)}…`);
