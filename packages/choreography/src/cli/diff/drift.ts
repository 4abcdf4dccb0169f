import { accountOf } from '#cli/aws/account/account-of.ts';
import { type Drift, driftOf } from '#diff/drift.ts';
import { graphOf } from '#graph/graph-of.ts';
import type { NamedTemplate } from '#template/template.ts';
import type { DiffOptions } from './diff.ts';
import { readVersion } from './read-version.ts';

/** `choreography diff TEMPLATES --account`: how what runs differs from templates; exit code 1 when it does. */
export async function drift(templates: string, options: DiffOptions): Promise<void> {
  const { stacks } = await readVersion(templates, { ...options, account: false });
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const running = await accountOf(options, stacks);
  const found = driftOf(graphOf(stacks, options.parameter), graphOf(running), isIn(stacks, region));
  console.log(options.json ? JSON.stringify(found, null, 2) : renderDrift(found, templates));
  if (found.unknown.length + found.missing.length + found.different.length > 0) process.exitCode = 1;
}

/** Markdown, as a difference of templates is. */
export function renderDrift({ unknown, missing, different }: Drift, templates: string): string {
  const parts = [
    ...section('Runs, and is in no template', unknown),
    ...section('Is in a template, and does not run', missing),
    ...section(
      'Runs otherwise than the template says',
      different.map(
        ({ what, fact, template, running }) =>
          `${what}: ${fact} is ${JSON.stringify(running)}, and ${JSON.stringify(template)} in the template`,
      ),
    ),
  ];
  return parts.join('\n').trim() || `What runs is what ${templates} says.`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines.map((line) => `- ${line}`), ''];

/** Whether a template is of the region that is read, or does not say where it is. */
const isIn =
  (stacks: readonly NamedTemplate[], region: string | undefined) =>
  (template: string): boolean => {
    const own = stacks.find(({ name }) => name === template)?.environment?.region;
    return own === undefined || region === undefined || own === region;
  };
