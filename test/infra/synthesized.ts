import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParticipantStackClass } from 'choreography/constructs';
import { createApp, projectRoot } from 'choreography/constructs';
import { choreography, NAMES } from '../../infra/choreography.ts';
import { synthesized as synthesizedProject } from '../../packages/choreography/src/testing/synthesized.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties have a shape for each resource type
  readonly Properties: any;
  readonly Metadata?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Template {
  /** The stack's name. */
  readonly name: string;
  /** The file as it is written. */
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { Value: unknown; Export?: unknown }>>;
}

/** What is given to the CDK app. */
interface Context {
  readonly stage?: string;
  readonly sender?: string;
  readonly alarms?: string;
}

/** The templates as `npm run synth` writes them: made once for the tests of all files, and again when a source has changed. */
export async function synthesized(context: Context = {}): Promise<Template[]> {
  return templatesIn(await synthesizedProject(projectRoot, { ...context }));
}

/** The templates that are made in this process, now: of all participants, or of those given. */
export function synthesizedHere(
  { stage, sender, alarms }: Context = {},
  participants?: readonly ParticipantStackClass[],
): Template[] {
  // The CDK's own validation takes ten seconds: it runs with the CLI.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'choreography-synth-'));
  try {
    const app = createApp(outdir, sender === undefined ? {} : { sender });
    choreography(app, { ...NAMES, stage, alarms }, participants);
    app.synth();
    return templatesIn(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function templatesIn(folder: string): Template[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const { Resources = {}, Outputs = {} } = JSON.parse(text);
      return { name: file.replace('.template.json', ''), text, resources: Resources, outputs: Outputs };
    });
}

/** A resource with where it stands, as findings name it. */
export interface Found extends Resource {
  readonly id: string;
  /** `STACK LOGICAL_ID`. */
  readonly at: string;
  readonly template: Template;
}

/** Every resource of some types. */
export function resourcesOf(templates: readonly Template[], ...types: readonly string[]): Found[] {
  return templates.flatMap((template) =>
    Object.entries(template.resources)
      .filter(([, { Type }]) => types.includes(Type))
      .map(([id, resource]) => ({ ...resource, id, at: `${template.name} ${id}`, template })),
  );
}

/** The logical id that a reference leads to, such as `{ "Fn::GetAtt": ["Queue", "Arn"] }`; undefined for anything else. */
export function referredBy(value: { Ref?: string; 'Fn::GetAtt'?: readonly [string, string] } | undefined) {
  return value?.Ref ?? value?.['Fn::GetAtt']?.[0];
}

// biome-ignore lint/suspicious/noExplicitAny: as above
export type Statement = any;

/** The statements of every policy, with the policy that they stand in. */
export function statementsOf(templates: readonly Template[]): { statement: Statement; policy: Found }[] {
  return resourcesOf(templates, 'AWS::IAM::Policy').flatMap((policy) =>
    policy.Properties.PolicyDocument.Statement.map((statement: Statement) => ({ statement, policy })),
  );
}

/** One or several, as policies write them. */
export const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);
