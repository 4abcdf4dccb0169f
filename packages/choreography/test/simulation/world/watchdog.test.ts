import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('ends a process in which something loops, with a sentence that says what', () => {
  const script = `import('#simulation/world/watchdog.ts').then(({ Watchdog }) => { new Watchdog(400).begin('The invariant all are lent'); for (;;); })`;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@choreography/source', '--import', 'tsx', '--eval', script],
    { cwd: `${import.meta.dirname}/../../..`, encoding: 'utf8' },
  );
  expect(stderr).toContain('The invariant all are lent did not come back in 0.4 s of real time: it loops');
  expect(signal).toBe('SIGKILL');
});
