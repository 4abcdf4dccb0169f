import { readdirSync, readFileSync } from 'node:fs';

/** How many ticks of the kernel's clock a second has (`getconf CLK_TCK`): 100 on every Linux of today. */
const TICKS_PER_SECOND = 100;

/** Processor seconds of a running process, with all of its threads and its ended children (proc(5), utime to cstime). */
export const processorSecondsOf = (pid: number): number => sum(fieldsOf(pid), 11, 15);

/** The same, with all processes that it has started and that run on, and theirs. One that ends meanwhile has none. */
export const processorSecondsOfTree = (pid: number): number =>
  childrenOf(pid).reduce(
    (total, child) => total + (unlessGone(() => processorSecondsOfTree(child)) ?? 0),
    processorSecondsOf(pid),
  );

/** Processor seconds of all children of this process that have ended. */
export const processorSecondsOfChildren = (): number => sum(fieldsOf(process.pid), 13, 15);

/** Megabytes of memory that a process holds now (proc(5), VmRSS). */
export function megabytesOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const children = unlessGone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? '';
    return children.split(' ').filter(Boolean).map(Number);
  });
}

/** What is read of a process or thread (proc(5)): undefined if it has ended. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** The fields of /proc/PID/stat that follow the name in parentheses, which may itself have spaces: the third is the first. */
function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

const sum = (fields: readonly string[], from: number, to: number): number =>
  fields.slice(from, to).reduce((total, ticks) => total + Number(ticks), 0) / TICKS_PER_SECOND;
