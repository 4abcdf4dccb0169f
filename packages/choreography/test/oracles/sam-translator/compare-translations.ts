// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { isDeepStrictEqual } from 'node:util';
import { findAll } from '#check/find-all.ts';
import { graphOf } from '#graph/graph-of.ts';
import type { Template, TemplateResource } from '#template/template.ts';

/** In what two templates differ: in what `map` and `check` make of them, and in the resources themselves. Empty when in nothing. */
export function differences(ours: Template, theirs: Template): string[] {
  return [...mapDifferences(ours, theirs), ...resourceDifferences(ours, theirs)];
}

/** In what `map` and `check` differ. The order of facts is no fact. */
export function mapDifferences(ours: Template, theirs: Template): string[] {
  const [own, other] = [graphOf([{ name: 'system', template: ours }]), graphOf([{ name: 'system', template: theirs }])];
  const facts = [
    ...Object.keys(own).map((list) => [list, own[list as 'edges'], other[list as 'edges']] as const),
    ['findings', findAll(own), findAll(other)] as const,
  ];
  return facts.flatMap(([name, a, b]) => setDifferences(name, a.map(inPartition), b.map(inPartition)));
}

function setDifferences(name: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const [own, other] = [new Set(ours), new Set(theirs)];
  return [
    ...[...own].filter((each) => !other.has(each)).map((each) => `${name}, only ours: ${each}`),
    ...[...other].filter((each) => !own.has(each)).map((each) => `${name}, only theirs: ${each}`),
  ];
}

const inPartition = (fact: unknown): string => JSON.stringify(fact).replaceAll('${AWS.Partition}', 'aws');

/** Types that say nothing of events: what delivers code, and routes of APIs. */
const LEFT_OUT = /^AWS::(CodeDeploy|ApiGateway|ApiGatewayV2|Serverless)::|LayerVersion$/;

function resourceDifferences(ours: Template, theirs: Template): string[] {
  const ids = [...new Set([...Object.keys(ours.Resources), ...Object.keys(theirs.Resources)])];
  return ids.flatMap((id) => {
    const [own, other] = [ours.Resources[id], theirs.Resources[id]];
    if (LEFT_OUT.test(String(own?.Type ?? other?.Type))) return [];
    if (!own || !other) return [`${id} (${own?.Type ?? other?.Type}) is only ${own ? 'ours' : 'theirs'}`];
    const [a, b] = [comparable(own), comparable(other)];
    return isDeepStrictEqual(a, b) ? [] : [`${id}: ours ${JSON.stringify(a)}, theirs ${JSON.stringify(b)}`];
  });
}

/** A resource without what makes no difference to AWS. */
function comparable({ Type, Condition, Properties = {} }: TemplateResource): unknown {
  const { Tags, DefinitionString, DefinitionSubstitutions, ...properties } = Properties;
  return { Type, Condition, Properties: plain(properties) };
}

/** One or several, the order of statements, the partition, the version of a policy, and the names of variables of Fn::Sub make no difference. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${AWS::Partition}', 'aws');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, 'Fn::Sub': substituted } = value as Record<string, unknown>;
  if (Array.isArray(join) && JSON.stringify(join).includes(':iam::aws:'))
    return (join[1] as unknown[]).map((part) => (typeof part === 'string' ? part : 'aws')).join('');
  if (Array.isArray(substituted)) return { 'Fn::Sub': numbered(substituted as [string, Record<string, unknown>]) };
  const entries = Object.entries(value)
    .filter(([name, inner]) => !(name === 'Version' && inner === '2012-10-17'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      if (name === 'Action') return [name, [inner].flat()];
      return [name, name === 'Statement' ? inAnyOrder([inner].flat().map(plain)) : plain(inner)];
    }),
  );
}

const inAnyOrder = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).sort();

function numbered([text, variables]: [string, Record<string, unknown>]): unknown {
  const names = Object.keys(variables).sort((a, b) => text.indexOf(`\${${a}}`) - text.indexOf(`\${${b}}`));
  const renamed = names.reduce((all, name, index) => all.replaceAll(`\${${name}}`, `\${${index}}`), text);
  return [plain(renamed), names.map((name) => plain(variables[name]))];
}
