import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from 'choreography/src/cli/settings.ts';
import { synthesize } from 'choreography/src/cli/start/synthesize.ts';
import { sentence } from 'choreography/src/local/notice.ts';
import { startRuntime } from 'choreography/src/local/start-runtime.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    endpoint: string;
  }
}

/**
 * The engine that the stories are told to: the one at AWS_ENDPOINT_URL, to which the stacks were deployed, or else a local
 * runtime of their own.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env.AWS_ENDPOINT_URL) {
    project.provide('endpoint', process.env.AWS_ENDPOINT_URL);
    return undefined;
  }
  const cdkOut = mkdtempSync(join(tmpdir(), 'flows-'));
  const { synth } = readSettings();
  await synthesize({ ...synth, environment: { ...synth.environment, CDK_OUTDIR: cdkOut } }).done;
  const runtime = await startRuntime({
    cdkOut,
    port: 0,
    onNotice: (notice) => notice.kind === 'fault' && console.error(sentence(notice)),
  });
  project.provide('endpoint', runtime.endpoint);
  return async () => {
    await runtime.stop();
    rmSync(cdkOut, { recursive: true });
  };
}
