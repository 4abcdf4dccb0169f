import * as z from 'zod';
import type { Process } from '../define-process.ts';
import { processes } from '../processes.ts';

const names = processes.map(({ name }) => name);

/** Which business process is meant: the first one unless it is said. */
export const ProcessName = z.enum(names, `must be one of ${names.join(', ')}`).default(names[0] ?? '');

export const chosenProcess = (name: string): Process => processes.find((one) => one.name === name) ?? processes[0];
