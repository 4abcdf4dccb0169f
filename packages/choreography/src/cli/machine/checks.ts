import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { runningHere } from '#cli/aws/running-runtimes.ts';
import { projectTemplates } from '#cli/project/project-templates.ts';
import { givenSettings } from '#cli/project/settings.ts';
import { InputError } from '#template/input-error.ts';

/** What one look found. */
export interface Check {
  readonly about: string;
  /** A note is worth knowing, and nothing to mend. */
  readonly state: 'fine' | 'wrong' | 'note';
  readonly says: string;
  readonly remedy?: string;
}

/** The least Node that the package runs on (`engines` of its package.json). */
const LEAST_NODE = [20, 18] as const;

export function nodeCheck(version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFine = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const about = 'Node.js';
  if (isFine) return { about, state: 'fine', says: version };
  return {
    about,
    state: 'wrong',
    says: `${version} is too old.`,
    remedy: `Install Node.js ${LEAST_NODE.join('.')} or later.`,
  };
}

/** The files of the project in this folder, and the CDK. */
export function projectChecks(): Check[] {
  const hasCdk = existsSync('cdk.json');
  return [
    existsSync('choreography.json')
      ? attempted('choreography.json', () => givenSettings(), 'can be used')
      : {
          about: 'choreography.json',
          state: 'note',
          says: 'is not here: commands read the templates alone.',
        },
    hasCdk || existsSync('choreography.json')
      ? attempted('cdk.json', () => projectTemplates(), hasCdk ? 'can be used' : 'is not here, and not needed')
      : {
          about: 'cdk.json',
          state: 'note',
          says: 'is not here: this is no CDK project.',
          remedy: 'Go to the folder of a project, or make one with "npx choreography new".',
        },
    ...(hasCdk ? [cdkCheck()] : []),
  ];
}

function attempted(about: string, read: () => unknown, says: string): Check {
  try {
    read();
    return { about, state: 'fine', says };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { about, state: 'wrong', says: error.message };
  }
}

function cdkCheck(): Check {
  const folders = createRequire(resolve('package.json')).resolve.paths('aws-cdk-lib') ?? [];
  const missing = ['aws-cdk-lib', 'constructs'].filter(
    (name) => !folders.some((folder) => existsSync(resolve(folder, name, 'package.json'))),
  );
  if (missing.length === 0) return { about: 'CDK', state: 'fine', says: 'is installed' };
  const names = missing.join(' and ');
  return {
    about: 'CDK',
    state: 'wrong',
    says: `${names} not installed.`,
    remedy: `Run "npm install ${missing.join(' ')}".`,
  };
}

/** The default ports of `start`. */
export async function portChecks(): Promise<Check[]> {
  const mine = (await runningHere()).map(({ endpoint }) => Number(new URL(endpoint).port));
  return Promise.all([
    portCheck(4566, mine, { state: 'wrong', remedy: 'Stop what listens there, or give "start" another with --port.' }),
    portCheck(4580, mine, {
      state: 'note',
      remedy: 'The monitor takes the next free one, or what --monitor-port says.',
    }),
  ]);
}

export async function portCheck(
  port: number,
  mine: readonly number[],
  taken: Pick<Check, 'state' | 'remedy'>,
): Promise<Check> {
  const about = `Port ${port}`;
  if (mine.includes(port)) return { about, state: 'fine', says: 'is that of the runtime of this folder' };
  if (await isFree(port)) return { about, state: 'fine', says: 'is free' };
  return { about, says: 'is taken by another program.', ...taken };
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => done(true)));
  });
