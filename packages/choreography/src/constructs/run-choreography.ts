import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { createApp } from './create-app.ts';
import { projectRoot } from './project-root.ts';
import { type ChoreographyNames, readSetting, type Setting } from './setting.ts';

/**
 * Makes the CDK app of a choreography and writes its templates: into the folder that the CDK CLI asks for, else into `cdk.out`.
 * Ends with exit code 1 and a sentence when the context cannot be used.
 */
export function runChoreography(names: ChoreographyNames, choreography: (app: App, setting: Setting) => void): void {
  // The CDK's own validation of templates takes ten times as long as the rest: left to synths by the CLI.
  if (!process.env.CDK_OUTDIR) process.env.CDK_VALIDATION ??= 'false';
  const app = createApp(process.env.CDK_OUTDIR ?? resolve(projectRoot, 'cdk.out'));
  const setting = readSetting(app, names);
  if (typeof setting === 'string') {
    console.error(setting);
    process.exitCode = 1;
    return;
  }
  choreography(app, setting);
  app.synth();
}
