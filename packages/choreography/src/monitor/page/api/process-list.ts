import type { ProcessesAnswer, ProcessView, Words } from '#monitor/api-types.ts';
import { makeStore, useStore } from '#monitor/page/store.ts';
import { askUntilAnswered } from './connection.ts';

/** The business processes that the monitor follows; none until the API has answered. */
export const processList = makeStore<readonly ProcessView[]>([]);
export const useProcesses = (): readonly ProcessView[] => useStore(processList);

/** Reads the processes: they change only when the monitor is deployed anew. */
export async function readProcesses(signal: AbortSignal): Promise<void> {
  const answer = await askUntilAnswered<ProcessesAnswer>('/processes', signal);
  if (answer) processList.set(answer.processes);
}

/** What the instances on the screen are called: as their process calls them, and plainly when they are of several. */
export function wordsOf(processes: readonly ProcessView[], name: string | null): Words {
  const [first, another] = processes;
  const process = name === null ? (another ? undefined : first) : processes.find((each) => each.name === name);
  return process?.words ?? PLAIN;
}

const PLAIN: Words = { one: 'instance', many: 'instances', party: 'Party' };
