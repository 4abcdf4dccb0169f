import * as z from 'zod';
import type { Monitor } from '#contracts/define-monitor.ts';
import type { Process } from '#contracts/define-process.ts';

/** Which business process is meant: the first one unless it is said. */
export function processName({ processes }: Monitor) {
  const names = processes.map(({ name }) => name);
  return z.enum(names, `must be one of ${names.join(', ')}`).default(processes[0].name);
}

export const chosenProcess = ({ processes }: Monitor, name: string): Process =>
  processes.find((one) => one.name === name) ?? processes[0];
