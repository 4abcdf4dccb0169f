import type { Monitor } from '#contracts/define-monitor.ts';
import type { Process } from '#contracts/define-process.ts';
import { processView } from '#contracts/template-metadata.ts';
import type { ProcessesAnswer, Words } from '#monitor/api-types.ts';
import { readParameters } from './parameters.ts';

/** `GET /processes` */
export function processes(monitor: Monitor, query: URLSearchParams): ProcessesAnswer {
  readParameters(query, {});
  return {
    processes: monitor.processes.map((process) => {
      const { instance, ...view } = processView(process);
      return {
        ...view,
        words: wordsOf(process),
        completed: process.completed.type,
        overdue: process.overdue.type,
      };
    }),
  };
}

/** What a process is called, for the page and the terminal. */
export const wordsOf = ({ instance: { one, many }, party }: Process): Words => ({
  one,
  many,
  party: party?.label ?? null,
});
