import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { projectRoot } from '#constructs/project-root.ts';
import { writeWhole } from './write-whole.mjs';

/**
 * The file that a job's bundle begins with, relative to the root: `functions/PARTICIPANT/JOB.ts`. A job of the monitor needs no
 * such file: its one line is then written to the build folder.
 */
export function entryPoint(job: string): string {
  const own = `functions/${job}.ts`;
  const line = MONITOR_JOBS[job];
  if (line === undefined || existsSync(resolve(projectRoot, own))) return own;
  const file = resolve(projectRoot, `build/entries/${job}.ts`);
  // Written only when it changes: the bundle's record has its time.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== line) writeWhole(file, line);
  return relative(projectRoot, file);
}

/** As the entry points import it. */
const MONITOR = '../../../functions/monitor/participant.ts';

const ofMonitor = (name: string): string =>
  `import { ${name} } from 'choreography/monitor';\nimport { monitor } from '${MONITOR}';\n\nexport const handler = ${name}(monitor);\n`;

const MONITOR_JOBS: Readonly<Record<string, string>> = {
  'monitor/record': ofMonitor('recordJob'),
  'monitor/sweep': ofMonitor('sweepJob'),
  'monitor/api': ofMonitor('apiJob'),
  'monitor/reveal': ofMonitor('revealJob'),
  'monitor/map': `export { mapJob as handler } from 'choreography/monitor';\n`,
  'monitor/page': `export { pageJob as handler } from 'choreography/monitor';\n`,
};
