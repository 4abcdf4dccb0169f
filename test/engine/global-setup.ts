import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence, startRuntime } from 'choreography/local';
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
  execFileSync(process.execPath, ['infra/synth.mjs'], {
    env: { ...process.env, CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false' },
    stdio: 'inherit',
  });
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
