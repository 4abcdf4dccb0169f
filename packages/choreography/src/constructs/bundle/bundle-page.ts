import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { packageFile, projectRoot } from '#constructs/project-root.ts';
import { inputRecord, isUnchanged } from './input-record.ts';
import { makePage } from './make-page.ts';
import { writeWhole } from './write-whole.mjs';

/**
 * Makes the page of a job that serves one, `page.html` beside the job's bundle: `functions/PARTICIPANT/JOB/index.html` with its
 * script and its style inside, so that it loads nothing else. A job without such a folder has no page; a page whose
 * inputs have not changed is not made again. The monitor's page is part of this package; an installed package has it ready-made.
 */
export function bundlePage(job: string, out: string): void {
  const source = pageSource(job);
  if (source === undefined) return;
  const page = resolve(out, job, 'page.html');
  const record = resolve(out, `${job}.page.inputs.json`);
  if (isUnchanged(record, page)) return;
  const startedAt = new Date();
  const { html, inputs } = source.endsWith('.html')
    ? { html: readFileSync(source, 'utf8'), inputs: [relative(projectRoot, source)] }
    : makePage(source);
  writeWhole(page, html);
  writeWhole(record, inputRecord(inputs, startedAt));
}

/** The folder that the page of a job is made from, or the page itself if it is made; undefined if the job serves none. */
function pageSource(job: string): string | undefined {
  const own = resolve(projectRoot, 'functions', job);
  if (existsSync(resolve(own, 'index.html'))) return own;
  if (job !== 'monitor/page') return undefined;
  const monitor = dirname(packageFile('monitor/page'));
  const made = resolve(monitor, 'page.html');
  return existsSync(made) ? made : resolve(monitor, 'page');
}
