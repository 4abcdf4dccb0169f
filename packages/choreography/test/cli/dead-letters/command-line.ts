import { vi } from 'vitest';
import { run } from '#cli/program/cli.ts';

/** Runs a command in this process; what it printed, and the exit code that it left. */
export async function choreography(
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<{ out: string; err: string; exitCode: number }> {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => {
    out.push(line);
    onLine(line);
  });
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await run(['node', 'choreography', ...args]);
    return { out: out.join('\n'), err: err.join('\n'), exitCode: Number(process.exitCode) };
  } finally {
    process.exitCode = before ?? 0;
    log.mockRestore();
    error.mockRestore();
  }
}
