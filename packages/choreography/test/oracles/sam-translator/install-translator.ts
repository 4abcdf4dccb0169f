import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Template } from '#template/template.ts';

/** AWS's translator of SAM, as it is on PyPI. */
export const TRANSLATOR = 'aws-sam-translator==1.115.0';

const FOLDER = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'choreography-oracles',
  TRANSLATOR.replace('==', '-'),
);

/** What the translator makes of a template, or the sentences with which it refuses it. */
export type Answer = { readonly template: Template } | { readonly refusals: readonly string[] };

/** The Python in which the translator is installed, in a folder of its own. The first call takes half a minute. */
export function pythonWithTranslator(): string {
  const python = join(FOLDER, 'bin', 'python');
  if (existsSync(join(FOLDER, 'installed'))) return python;
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('python3', ['-m', 'venv', FOLDER], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', TRANSLATOR], { stdio: 'inherit' });
  mkdirSync(join(FOLDER, 'installed'));
  return python;
}

/** Has the translator translate templates, in their order. */
export async function translateAll(templates: readonly Template[]): Promise<Answer[]> {
  const python = spawn(pythonWithTranslator(), [join(import.meta.dirname, 'translate.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' },
  });
  for (const template of templates) python.stdin.write(`${JSON.stringify(template)}\n`);
  python.stdin.end();
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: python.stdout })) answers.push(JSON.parse(line) as Answer);
  if (answers.length !== templates.length)
    throw new Error(`The translator answered ${answers.length} of ${templates.length} templates.`);
  return answers;
}
