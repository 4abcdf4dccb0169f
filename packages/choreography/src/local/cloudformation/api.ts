import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { listOf } from '#local/gateway/query-protocol.ts';
import type { DeployedStack, DeployedStacks } from './deployed-stacks.ts';
import { element, errorOf, resultOf } from './query-protocol.ts';

type Action = (form: URLSearchParams, stacks: DeployedStacks) => AwsResponse;

const STATUS = 'CREATE_COMPLETE';
const UPDATED = 'UPDATE_COMPLETE';

const statusOf = ({ updatedAt }: DeployedStack): string => (updatedAt ? UPDATED : STATUS);

const ACTIONS: Readonly<Record<string, Action>> = {
  ListStacks: (form, stacks) => {
    const wanted = listOf(form, 'StackStatusFilter');
    const listed = stacks.all().filter((stack) => wanted.length === 0 || wanted.includes(statusOf(stack)));
    return resultOf(
      'ListStacks',
      element(
        'StackSummaries',
        listed.map((stack) => member(stack, 'TemplateDescription')),
      ),
    );
  },
  DescribeStacks: (form, stacks) => {
    const name = form.get('StackName');
    const described = name === null ? stacks.all() : [stacks.find(name)];
    const [first] = described;
    if (name !== null && !first) return errorOf('ValidationError', `Stack with id ${name} does not exist`);
    return resultOf(
      'DescribeStacks',
      element(
        'Stacks',
        described.flatMap((stack) => (stack ? member(stack, 'Description') : [])),
      ),
    );
  },
  GetTemplate: (form, stacks) => {
    const name = form.get('StackName');
    const stack = name === null ? undefined : stacks.find(name);
    if (name === null)
      return errorOf(
        'ValidationError',
        "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
      );
    if (!stack) return errorOf('ValidationError', `Stack with id ${name} does not exist`);
    const stages = element('StagesAvailable', [element('member', 'Original'), element('member', 'Processed')]);
    return resultOf('GetTemplate', element('TemplateBody', stack.body) + stages);
  },
};

/**
 * The calls of CloudFormation that show what is deployed: ListStacks, DescribeStacks (without outputs) and GetTemplate, so that
 * the choreography can be drawn from the deployed templates here, too.
 */
export function cloudFormationApi({ body }: AwsRequest, stacks: DeployedStacks): AwsResponse {
  const form = new URLSearchParams(body.toString('utf8'));
  const name = form.get('Action') ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    return errorOf(
      'InvalidAction',
      `The local runtime does not answer ${name || 'this call'} of CloudFormation: its stacks are those of the templates that it was started with.`,
    );
  return action(form, stacks);
}

function member(stack: DeployedStack, description: string): string {
  const { name, id, createdAt, updatedAt } = stack;
  return element('member', [
    element('StackId', id),
    element('StackName', name),
    ...(stack.description === undefined ? [] : [element(description, stack.description)]),
    element('CreationTime', createdAt.toISOString()),
    ...(updatedAt ? [element('LastUpdatedTime', updatedAt.toISOString())] : []),
    element('StackStatus', statusOf(stack)),
  ]);
}
