import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { core } from './lazy-cdk.ts';
import { projectRoot } from './project-root.ts';

/**
 * A CDK app with the feature flags of `cdk.json`, so that a synth without the CDK CLI gives the same templates. Further
 * context wins over that of `cdk.json`, and what the CLI gives (`-c`) over both.
 */
export function createApp(outdir: string, context: Record<string, unknown> = {}): App {
  const { context: flags } = JSON.parse(readFileSync(resolve(projectRoot, 'cdk.json'), 'utf8'));
  return new core.App({
    outdir,
    context: { ...flags, ...context },
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
  });
}
