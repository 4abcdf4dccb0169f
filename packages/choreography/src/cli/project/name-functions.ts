import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { Access } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';
import type { Graph, Participation } from '#graph/graph.ts';

/** What is known about the jobs of functions. */
export interface KnownNames {
  /** How functions are called, with `{participant}` and `{job}` in it. */
  readonly pattern?: string | undefined;
  /** Of the templates that are here. */
  readonly graph?: Pick<Graph, 'functions'> | undefined;
  /** Where CloudFormation can be asked. */
  readonly access: Access;
}

/**
 * The job that each function is, by the function's name: by the pattern of names, by the templates that are here, or by the stack
 * that CloudFormation made it in, as `stack/logical id` or what the template's metadata say. A function that none of these knows,
 * or that CloudFormation may not be asked about, is left out.
 */
export async function nameFunctions(
  names: readonly string[],
  { pattern, graph, access }: KnownNames,
): Promise<Map<string, Participation>> {
  const named = new Map<string, Participation>();
  for (const name of names) {
    const job = (pattern && byPattern(pattern, name)) || (graph && inTemplates(graph, name));
    if (job) named.set(name, job);
  }
  const cloudFormation = new CloudFormationClient({ ...CLIENT_CONFIG, ...access });
  try {
    for (const name of names)
      if (!named.has(name)) for (const [other, job] of await inStackOf(cloudFormation, name)) named.set(other, job);
  } catch {
    // Names are only for people: without CloudFormation, the function's own name will do.
  } finally {
    cloudFormation.destroy();
  }
  return named;
}

/** The participant and the job in a name of this form; undefined if it has another one. */
export function byPattern(pattern: string, name: string): Participation | undefined {
  const escaped = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const form = escaped.replace('{participant}', '(?<participant>[^_]+)').replace('{job}', '(?<job>[^_]+)');
  const { participant, job } = new RegExp(`^${form}$`).exec(name)?.groups ?? {};
  return participant && job ? { participant, job } : undefined;
}

/** The function of this name; one without a name of its own is called `STACK-LOGICAL_ID`, on AWS with a random end. */
function inTemplates({ functions }: Pick<Graph, 'functions'>, name: string): Participation | undefined {
  const [found, another] = functions.filter((each) =>
    each.name.startsWith('${') ? new RegExp(`^(.+-)?${each.id}(-[A-Za-z0-9]{8,})?$`).test(name) : each.name === name,
  );
  return found && !another ? { participant: found.participant, job: found.job } : undefined;
}

/** Every function of the stack that one function belongs to; none if no stack made it. */
async function inStackOf(cloudFormation: CloudFormationClient, name: string): Promise<[string, Participation][]> {
  const found = await cloudFormation
    .send(new DescribeStackResourcesCommand({ PhysicalResourceId: name }))
    .catch((error: Error) => {
      if (error.name !== 'ValidationError') throw error;
    });
  const functions = found?.StackResources?.filter(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function') ?? [];
  const StackName = functions[0]?.StackName;
  if (StackName === undefined) return [];
  const declared = await metadataIn(cloudFormation, StackName);
  return functions.flatMap(({ PhysicalResourceId, LogicalResourceId: id }) =>
    PhysicalResourceId && id
      ? [[PhysicalResourceId, declared(id) ?? { participant: StackName, job: id }] as [string, Participation]]
      : [],
  );
}

async function metadataIn(cloudFormation: CloudFormationClient, StackName: string) {
  const { TemplateBody = '' } = await cloudFormation.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }),
  );
  const { Resources = {} } = parse(TemplateBody);
  return (id: string): Participation | undefined => {
    const { participant, job } = Object(Resources[id]?.Metadata?.[JOB_METADATA]);
    return typeof participant === 'string' && typeof job === 'string' ? { participant, job } : undefined;
  };
}

/** A template in YAML has no metadata that are read here: who writes them writes JSON. */
function parse(body: string): { Resources?: Record<string, { Metadata?: Record<string, unknown> }> } {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
