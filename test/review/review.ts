/**
 * Reviews what would be deployed, part of `npm run check`: cdk-nag on the stacks of an ordinary stage and of `prod`, and
 * cfn-lint on their templates where it is installed (`pip install cfn-lint`), or in any case with CFN_LINT=required. Prints
 * each finding on a line, and exits with 1 if there is one.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createApp, projectRoot } from 'choreography/constructs';
import { choreography, NAMES } from '../../infra/choreography.ts';
import { lintTemplates } from './lint-templates.ts';
import { nagFindings } from './nag-findings.ts';

// The CDK's own rules are those of cfn-lint, in ten times the time.
process.env.CDK_VALIDATION = 'false';
const folder = resolve(projectRoot, 'build/review');
mkdirSync(folder, { recursive: true });
const findings: string[] = [];
const templates: string[] = [];
for (const stage of [undefined, 'prod']) {
  const outdir = join(folder, stage ?? 'default');
  const app = createApp(outdir);
  choreography(app, { ...NAMES, stage });
  app.synth();
  findings.push(...nagFindings(app));
  for (const file of readdirSync(outdir)) if (file.endsWith('.template.json')) templates.push(join(outdir, file));
}
const lint = lintTemplates(templates, join(folder, 'linted'));
if (lint) findings.push(lint);
if (lint === undefined && process.env.CFN_LINT === 'required')
  findings.push('cfn-lint is not installed: pip install cfn-lint');
const linted = lint === undefined ? 'cfn-lint is not installed, and was left out' : 'cfn-lint';
console.log(findings.length > 0 ? findings.join('\n') : `Reviewed ${templates.length} templates: cdk-nag, ${linted}.`);
process.exitCode = findings.length > 0 ? 1 : 0;
