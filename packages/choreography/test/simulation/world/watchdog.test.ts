import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('ends a process whose function loops, with a sentence that says which', () => {
  const script = `import('#simulation/world/watchdog.ts').then(({ Watchdog }) => { new Watchdog(400).begin('o-1>lend-book>run'); for (;;); })`;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@choreography/source', '--import', 'tsx', '--eval', script],
    { cwd: `${import.meta.dirname}/../../..`, encoding: 'utf8' },
  );
  expect(stderr).toContain('it loops, after "o-1>lend-book>run"');
  expect(signal).toBe('SIGKILL');
});
