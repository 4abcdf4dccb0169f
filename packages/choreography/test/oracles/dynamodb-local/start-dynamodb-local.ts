import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ask } from './ask.ts';
import { askAt } from './ask.ts';

const VERSION = '3.3.1';

/** Starts AWS's DynamoDB Local, whose tables are in memory; it is installed first if it is not there. */
export async function startDynamoDbLocal(): Promise<{ ask: Ask; stop: () => Promise<void> }> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'choreography-oracles', `dynamodb-local-${VERSION}`);
  execFileSync(fileURLToPath(new URL('./install.sh', import.meta.url)), [folder], { stdio: 'inherit' });
  const port = await freePort();
  const server = spawn(
    'java',
    [
      '-Xmx512m',
      `-Djava.library.path=${folder}`,
      ...['-cp', join(folder, '*'), 'software.amazon.dynamodb.services.local.main.ServerRunner'],
      ...['-inMemory', '-disableTelemetry', '-port', String(port)],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const ask = askAt(`http://127.0.0.1:${port}/`);
  const ended = once(server, 'exit');
  const isUp = async (): Promise<void> => {
    for (;;) {
      try {
        await ask('ListTables', {});
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await Promise.race([
    isUp(),
    ended.then(() => Promise.reject(new Error('DynamoDB Local ended before it answered. Is Java 17 installed?'))),
  ]);
  return {
    ask,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
