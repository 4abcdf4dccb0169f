import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { readSettings } from '#cli/project/settings.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import { InputError } from '#template/input-error.ts';
import { type EmulatorAccess, emulatorAccess, emulatorEnvironment } from './emulator-access.ts';
import { type Engine, findEngine } from './find-engine.ts';
import { leaveOut } from './leave-out.ts';

/** Where the assembly for the engine is written: what it refuses is left out of it. */
const ASSEMBLY = 'build/deploy-local';

/**
 * `choreography deploy-local`: deploys all stacks with the AWS CDK CLI to the emulator at AWS_ENDPOINT_URL, and to nothing else.
 * It can be repeated.
 */
export async function deployLocal(): Promise<void> {
  const engine = await findEngine(process.env.AWS_ENDPOINT_URL);
  const access = emulatorAccess(engine.endpoint, process.env);
  const { synth, deployLocal: settings } = readSettings();
  console.log(`${engine.name} answers at ${engine.endpoint}.`);

  const ses = new SESClient(access);
  for (const EmailAddress of settings.verifySenders) {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress }));
    console.log(`Verified ${EmailAddress} as a sender.`);
  }

  console.log('Bundling and synthesizing …');
  await synthesize({ ...synth, environment: { ...synth.environment, CDK_OUTDIR: ASSEMBLY } }).done;
  leaveOutOfAssembly(engine);

  const { Account } = await new STSClient(access).send(new GetCallerIdentityCommand());
  await cdk(access, ['bootstrap', `aws://${Account}/${access.region}`]);
  await cdk(access, ['deploy', '--all', '--require-approval', 'never', '--progress', 'bar', '--app', ASSEMBLY]);
  console.log('Deployed. Run the flow stories there with "npm run test:flows".');
}

function leaveOutOfAssembly({ name, refuses }: Engine): void {
  for (const file of readdirSync(ASSEMBLY).filter((entry) => entry.endsWith('.template.json'))) {
    const path = join(ASSEMBLY, file);
    const { template, leftOut } = leaveOut(JSON.parse(readFileSync(path, 'utf8')), refuses);
    for (const what of leftOut) console.log(`Left out of ${file}, since ${name} refuses it: ${what}`);
    writeFileSync(path, JSON.stringify(template));
  }
}

/** Runs the CDK CLI; its output goes to the terminal. */
async function cdk(access: EmulatorAccess, words: string[]): Promise<void> {
  const child = spawn('npx', ['--no', '--', 'cdk', ...words, '--no-notices'], {
    stdio: 'inherit',
    env: emulatorEnvironment(access, process.env),
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new InputError(`"cdk ${words[0]}" failed with exit code ${code}; what it printed says why.`);
}
