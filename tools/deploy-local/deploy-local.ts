import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { accessTo } from '../aws/endpoint.ts';
import { readSettings } from '../settings.ts';
import { synthesize } from '../start/synthesize.ts';
import { InputError } from '../template/input-error.ts';
import { findEngine } from './find-engine.ts';
import { leaveOut } from './leave-out.ts';

/** Where the assembly for the engine is written: what it refuses is left out of it. */
const ASSEMBLY = 'build/deploy-local';

/**
 * `npm run deploy:local`: deploys all stacks with the AWS CDK CLI to the emulator at AWS_ENDPOINT_URL. It can be repeated.
 */
async function deployLocal(): Promise<void> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const engine = await findEngine(endpoint);
  const { synth, deployLocal: settings } = readSettings();
  console.log(`${engine.name} answers at ${endpoint}.`);

  const ses = new SESClient(accessTo(endpoint ?? ''));
  for (const EmailAddress of settings.verifySenders) {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress }));
    console.log(`Verified ${EmailAddress} as a sender.`);
  }

  console.log('Bundling and synthesizing …');
  await synthesize({ ...synth, environment: { ...synth.environment, CDK_OUTDIR: ASSEMBLY } }).done;
  for (const file of readdirSync(ASSEMBLY).filter((name) => name.endsWith('.template.json'))) {
    const { template, leftOut } = leaveOut(JSON.parse(readFileSync(join(ASSEMBLY, file), 'utf8')), engine.refuses);
    for (const what of leftOut) console.log(`Left out of ${file}, since ${engine.name} refuses it: ${what}`);
    writeFileSync(join(ASSEMBLY, file), JSON.stringify(template));
  }

  const account = process.env.CDK_DEFAULT_ACCOUNT ?? '000000000000';
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  await cdk(['bootstrap', `aws://${account}/${region}`]);
  await cdk(['deploy', '--all', '--require-approval', 'never', '--progress', 'bar', '--quiet', '--app', ASSEMBLY]);
  console.log('Deployed. Tell the flow stories there with "npm run test:flows".');
}

/** Runs the CDK CLI; its output goes to the terminal. Credentials are made up where the user has none. */
async function cdk(words: string[]): Promise<void> {
  const child = spawn('npx', ['cdk', ...words, '--no-notices'], {
    stdio: 'inherit',
    env: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
      AWS_ENDPOINT_URL_S3: process.env.AWS_ENDPOINT_URL,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...process.env,
    },
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new InputError(`"cdk ${words[0]}" failed with exit code ${code}; what it printed says why.`);
}

try {
  await deployLocal();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
