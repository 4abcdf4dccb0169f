/**
 * The CDK app. The CDK CLI runs it by `cdk.json`; run by itself (`npm run synth`) it writes `cdk.out` too,
 * which is faster and is the same, byte for byte. Context, such as a stage, is then given as the CLI would:
 * `CDK_CONTEXT_JSON='{"stage":"NAME"}'`.
 */
import { resolve } from 'node:path';
import { choreography } from './choreography.ts';
import { createApp } from './create-app.ts';
import { root } from './root.ts';
import { readSetting } from './setting.ts';

// The CDK's own validation of templates takes ten times as long as the rest: left to synths by the CLI.
if (!process.env.CDK_OUTDIR) process.env.CDK_VALIDATION ??= 'false';
const app = createApp(process.env.CDK_OUTDIR ?? resolve(root, 'cdk.out'));
const setting = readSetting(app);
if (typeof setting === 'string') {
  console.error(setting);
  process.exitCode = 1;
} else {
  choreography(app, setting);
  app.synth();
}
