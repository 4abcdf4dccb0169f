import { Writable } from 'node:stream';
import type { Surroundings } from './surroundings.ts';

/** Makes the `process` of an environment: its variables, its output, and what libraries use besides. */
export function processOf({ environment, write, now, exit }: Surroundings) {
  const start = now();
  const output = () => {
    let begun = '';
    return new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _, done) {
        const lines = (begun + String(chunk)).split('\n');
        begun = lines.pop() ?? '';
        for (const line of lines) write(line);
        done();
      },
    });
  };
  const listen = () => fake;
  const nodeVersion = `${/^AWS_Lambda_nodejs(\d+)/.exec(environment.AWS_EXECUTION_ENV ?? '')?.[1] ?? '24'}.0.0`;
  const hrtime = () => [Math.floor((now() - start) / 1000), ((now() - start) % 1000) * 1e6];
  const fake: NodeJS.Process = {
    env: { ...environment },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    execArgv: [],
    pid: 8,
    platform: 'linux',
    arch: 'arm64',
    version: `v${nodeVersion}`,
    versions: { ...process.versions, node: nodeVersion },
    title: 'node',
    release: { name: 'node' },
    features: {},
    config: {},
    exitCode: undefined,
    nextTick: process.nextTick,
    cwd: () => '/var/task',
    uptime: () => (now() - start) / 1000,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(now() - start) * 1_000_000n }),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    stdout: output(),
    stderr: output(),
    exit,
    emitWarning() {},
    emit: () => false,
    listenerCount: () => 0,
    on: listen,
    once: listen,
    off: listen,
    addListener: listen,
    removeListener: listen,
  } as unknown as NodeJS.Process;
  return fake;
}
