import { spawn } from 'node:child_process';

/** The local runtime in a process of its own, as `npm start` runs it: what loads it takes no time from it. */
export async function spawnRuntime(...options: string[]): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const words = ['bin/choreography.mjs', 'start', '--no-sample', '--port', '0', ...options];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (output.length < 10_000) output += text;
        const [, found] = /Running at (http:\S+?)\. /.exec(output) ?? [];
        if (found) resolve(found);
      });
    child.once('close', () => reject(new Error(`The local runtime did not start:\n${output}`)));
  });
  return {
    endpoint,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
