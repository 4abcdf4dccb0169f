import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStacks,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import type { Graph } from '../../tools/map/graph.ts';
import { graphOf } from '../../tools/map/graph-of.ts';
import { contains } from '../../tools/map/language/language.ts';
import { patternAlternatives } from '../../tools/map/pattern-alternatives.ts';
import type { NamedTemplate } from '../../tools/template/template.ts';
import { environment } from '../job/environment.ts';

const cloudformation = new CloudFormationClient({});

/** How old the map may be, in milliseconds. */
const FRESH = 10_000;

interface Known {
  readonly version: string;
  readonly template: NamedTemplate['template'];
}

const templates = new Map<string, Known>();
let drawing: { readonly at: number; readonly graph: Promise<Graph> } | undefined;

/**
 * The choreography as it is deployed, drawn from the templates of its stacks: those whose names begin as the monitor's own.
 * A template is read again only when its stack was changed.
 */
export function deployedMap(): Promise<Graph> {
  // The time of the process and not of the clock, which the local runtime can hold.
  if (drawing && performance.now() - drawing.at < FRESH) return drawing.graph;
  const graph = draw();
  drawing = { at: performance.now(), graph };
  graph.catch(() => {
    drawing = undefined;
  });
  return graph;
}

async function draw(): Promise<Graph> {
  const stacks: StackSummary[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks({ client: cloudformation }, {}))
    stacks.push(...StackSummaries.filter(isOurs));
  for (const name of templates.keys()) if (!stacks.some(({ StackName }) => StackName === name)) templates.delete(name);
  await Promise.all(stacks.map(readTemplate));
  const names = [...templates.keys()].sort();
  return graphOf(names.map((name) => ({ name, template: (templates.get(name) as Known).template })));
}

/** A stage's stacks have its name after the prefix of the first one's: the participant's name begins with a capital. */
const isOurs = ({ StackName = '', StackStatus }: StackSummary): boolean => {
  const prefix = environment('STACK_PREFIX');
  return (
    StackStatus !== 'DELETE_COMPLETE' && StackName.startsWith(prefix) && /^[A-Z]/.test(StackName.slice(prefix.length))
  );
};

async function readTemplate({ StackName = '', CreationTime, LastUpdatedTime }: StackSummary): Promise<void> {
  const version = String((LastUpdatedTime ?? CreationTime)?.toISOString());
  if (templates.get(StackName)?.version === version) return;
  const { TemplateBody = '{}' } = await cloudformation.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }),
  );
  templates.set(StackName, { version, template: JSON.parse(TemplateBody) });
}

/** Whether somebody but one participant may hear an event: a rule that asks for more than source and type counts. */
export function isHeard({ consumers }: Graph, source: string, type: string, butBy: string): boolean {
  return consumers.some(
    ({ bus, enabled, pattern, target }) =>
      enabled &&
      bus === environment('BUS_NAME') &&
      target.participant !== butBy &&
      pattern !== null &&
      patternAlternatives(pattern).some(
        (alternative) => contains(alternative.source, source) && contains(alternative.detailType, type),
      ),
  );
}
