import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStacks,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { environment } from '#jobs/environment.ts';
import type { NamedTemplate } from '#template/template.ts';

const cloudformation = new CloudFormationClient({});

interface Known {
  /** When the stack was made or changed last. */
  readonly version: string;
  readonly template: NamedTemplate['template'];
}

const templates = new Map<string, Known>();

/**
 * The choreography as it is deployed, drawn from the templates of its stacks: those whose names begin like that of the monitor's own stack.
 * Other jobs of the monitor call it. A template is read again only when its stack was changed.
 */
export async function mapJob(): Promise<Graph> {
  const stacks: StackSummary[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks({ client: cloudformation }, {}))
    stacks.push(...StackSummaries.filter(isOurs));
  for (const name of templates.keys()) if (!stacks.some(({ StackName }) => StackName === name)) templates.delete(name);
  await Promise.all(stacks.map(readTemplate));
  return graphOf(
    [...templates].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { template }]) => ({ name, template })),
  );
}

/** A stage's stacks have its name after the prefix of the first one's: the participant's name begins with a capital. */
function isOurs({ StackName = '', StackStatus }: StackSummary): boolean {
  const prefix = environment('STACK_PREFIX');
  return (
    StackStatus !== 'DELETE_COMPLETE' && StackName.startsWith(prefix) && /^[A-Z]/.test(StackName.slice(prefix.length))
  );
}

async function readTemplate({ StackName = '', CreationTime, LastUpdatedTime }: StackSummary): Promise<void> {
  const version = String((LastUpdatedTime ?? CreationTime)?.toISOString());
  if (templates.get(StackName)?.version === version) return;
  const { TemplateBody = '{}' } = await cloudformation.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }),
  );
  templates.set(StackName, { version, template: JSON.parse(TemplateBody) });
}
