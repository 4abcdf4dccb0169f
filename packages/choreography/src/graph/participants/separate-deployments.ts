import type { Graph } from '#graph/graph.ts';
import type { NamedTemplate, TemplateResource } from '#template/template.ts';

/** What two stacks cannot both have in one account and region, and the property that names it. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::Events::EventBus': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};

/**
 * The systems that some stacks are. Most are one. Where two stacks make a resource of the same name, they are copies that
 * never meet (`Dev` and `Prod`, or two regions): then each CDK stage is a system, or else each account and region, together
 * with the stacks that are in none.
 */
export function separateDeployments(stacks: readonly NamedTemplate[]): (readonly NamedTemplate[])[] {
  if (!haveNamesakes(stacks)) return [stacks];
  for (const keyOf of [stageOf, placeOf]) {
    const apart = new Map<string, NamedTemplate[]>();
    for (const stack of stacks) {
      const key = keyOf(stack);
      if (key !== '') apart.set(key, [...(apart.get(key) ?? []), stack]);
    }
    const shared = stacks.filter((stack) => keyOf(stack) === '');
    if (apart.size > 1) return [...apart.values()].flatMap((group) => separateDeployments([...shared, ...group]));
  }
  return [stacks];
}

/** Several graphs side by side; what they share is there once. */
export function merged(graphs: readonly Graph[]): Graph {
  const [first, ...others] = graphs;
  if (!first) throw new Error('There is no graph to merge.');
  if (others.length === 0) return first;
  const lists = Object.keys(first) as (keyof Graph)[];
  return Object.fromEntries(
    lists.map((list) => [list, distinct(graphs.flatMap((graph): readonly unknown[] => graph[list]))]),
  ) as unknown as Graph;
}

const distinct = (items: readonly unknown[]): unknown[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

const stageOf = ({ stage = '' }: NamedTemplate): string => stage;
const placeOf = ({ environment: { account = '', region = '' } = {} }: NamedTemplate): string =>
  [account, region].filter(Boolean).join('/');

function haveNamesakes(stacks: readonly NamedTemplate[]): boolean {
  const taken = new Set<string>();
  for (const { Resources } of stacks.map(({ template }) => template)) {
    for (const id in Resources) {
      const { Type, Properties } = Resources[id] as TemplateResource;
      const property = NAMED[Type];
      const name = property === undefined ? undefined : Properties?.[property];
      if (typeof name !== 'string') continue;
      const key = `${Type} ${name}`;
      if (taken.has(key)) return true;
      taken.add(key);
    }
  }
  return false;
}
