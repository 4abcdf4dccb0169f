import { GetTemplateCommand, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { eachOf } from '#cli/aws/requests.ts';
import { parseTemplate } from '#template/parse-template.ts';
import { prepareTemplate } from '#template/prepare-template.ts';
import { System } from '#template/system/system.ts';
import type { NamedTemplate, TemplateResource } from '#template/template.ts';
import { type AccountClients, everyPage } from './account-clients.ts';
import type { Found } from './found.ts';

/** The stack and logical id that something running goes by, with its metadata. */
export interface KnownPlace {
  readonly template: string;
  readonly id: string;
  readonly metadata: TemplateResource['Metadata'];
}

/**
 * Finds the stack's resource of each thing that runs: by CloudFormation's list of resources, or by the name in the templates,
 * both the deployed and the `given` ones. CloudFormation may be missing or incomplete.
 */
export async function knownPlaces(
  { stacks }: AccountClients,
  given: readonly NamedTemplate[],
): Promise<(found: Found) => KnownPlace | undefined> {
  const names = await everyPage(
    (NextToken) => stacks.send(new ListStacksCommand({ NextToken, StackStatusFilter: [...THERE] })),
    ({ StackSummaries }) => StackSummaries?.flatMap(({ StackName }) => StackName ?? []),
    ({ NextToken }) => NextToken,
  ).catch(() => []);
  const deployed = await eachOf(names, async (StackName) => ({
    name: StackName,
    template: await templateOf(stacks, StackName),
    resources: await everyPage(
      (NextToken) => stacks.send(new ListStackResourcesCommand({ StackName, NextToken })),
      ({ StackResourceSummaries }) => StackResourceSummaries,
      ({ NextToken }) => NextToken,
    ).catch(() => []),
  }));
  const templates = [...deployed.flatMap(({ name, template }) => (template ? [{ name, template }] : [])), ...given];
  const places = new Map<string, KnownPlace>();
  for (const template of templates) {
    const system = new System([template]);
    for (const resource of system.resources(...NAMED)) {
      const { type, id, identity } = resource;
      // CloudFormation names what has no name of its own.
      const name = identity.ref.includes('${') ? `${resource.template}-${id}` : identity.ref;
      places.set(`${type} ${name}`, placeIn(templates, resource.place));
    }
    for (const queue of system.resources('AWS::SQS::Queue'))
      places.set(`${queue.type} ${queue.identity.attributes.QueueName}`, placeIn(templates, queue.place));
    for (const topic of system.resources('AWS::SNS::Topic'))
      places.set(`${topic.type} ${topic.arn.split(':').at(-1)}`, placeIn(templates, topic.place));
  }
  for (const { name, resources } of deployed)
    for (const { ResourceType, PhysicalResourceId, LogicalResourceId: id = '' } of resources)
      places.set(`${ResourceType} ${PhysicalResourceId}`, placeIn(templates, { template: name, id }));
  return ({ type, name, physical }) =>
    [...physical, name, name.replace(/-[A-Za-z0-9]{8,}$/, '')]
      .map((each) => places.get(`${type} ${each}`))
      .find((place) => place !== undefined);
}

const placeIn = (
  templates: readonly NamedTemplate[],
  { template, id }: { template: string; id: string },
): KnownPlace => ({
  template,
  id,
  metadata: templates.find(({ name }) => name === template)?.template.Resources[id]?.Metadata,
});

async function templateOf(stacks: AccountClients['stacks'], StackName: string) {
  try {
    const asked = new GetTemplateCommand({ StackName, TemplateStage: 'Processed' });
    const { TemplateBody = '' } = await stacks.send(asked);
    return prepareTemplate(StackName, parseTemplate(StackName, TemplateBody), { onWarning: () => {} });
  } catch {
    return undefined;
  }
}

const NAMED = [
  ...['AWS::Events::EventBus', 'AWS::Events::Rule', 'AWS::Lambda::Function', 'AWS::IAM::Role'],
  ...['AWS::SQS::Queue', 'AWS::SNS::Topic'],
] as const;
const THERE = [
  ...(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'] as const),
  ...(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'] as const),
] as const;
