import type { Graph, Process } from '#graph/graph.ts';

/** The longest time that the process of an event takes, in words; without such a process, no number can be given. */
export function longestTime({ processes }: Graph, event: string): string {
  const process = processes.find((each) => eventTypesOfProcess(each).includes(event)) ?? processes[0];
  if (!process) return 'the longest time that a process takes';
  const times = Object.values(process.steps).map(({ within = '' }) => within);
  if (times.some((within) => within.includes(' business ')))
    return `the longest time that the process ${process.name} takes`;
  const longest = Math.max(...Object.keys(process.steps).map((step) => dueAfter(process, step)));
  return `${inWords(longest)}, the longest time that the process ${process.name} takes`;
}

const eventTypesOfProcess = ({ starts, steps }: Process): string[] =>
  [starts, ...Object.values(steps).flatMap(({ done, failed = [] }) => [...done, ...failed])].map(
    ({ source, type }) => `${source} ${type}`,
  );

/** When a step is late, in seconds after the start: its own time, after that of the step that it waits for. */
function dueAfter({ steps }: Process, name: string, waiting: readonly string[] = []): number {
  const step = steps[name];
  if (!step || waiting.includes(name)) return 0;
  const before = step.after ?? step.when?.step;
  const own = step.within === undefined ? 0 : inSeconds(step.within);
  return own + (before === undefined ? 0 : dueAfter({ steps } as Process, before, [...waiting, name]));
}

const UNITS = { day: 86_400, hour: 3600, minute: 60, second: 1 };

function inSeconds(duration: string): number {
  const [count, unit = ''] = duration.split(' ');
  return Number(count) * (UNITS[unit.replace(/s$/, '') as keyof typeof UNITS] ?? 1);
}

function inWords(seconds: number): string {
  const [unit, size] = Object.entries(UNITS).find(([, each]) => seconds % each === 0) ?? ['second', 1];
  return `${seconds / size} ${unit}${seconds === size ? '' : 's'}`;
}
