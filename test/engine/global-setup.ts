import { sentence, startRuntime } from 'choreography/local';
import type { TestProject } from 'vitest/node';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';

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
  const runtime = await startRuntime({
    cdkOut: await synthesized(process.cwd()),
    port: 0,
    onNotice: (notice) => notice.kind === 'fault' && console.error(sentence(notice)),
  });
  project.provide('endpoint', runtime.endpoint);
  return async () => {
    await runtime.stop();
  };
}
