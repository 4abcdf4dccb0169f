import { arn } from '#local/runtime/account.ts';
import type { ResourceType } from './types/resource-type.ts';

/** A stack within a stack: what it makes is planned from its own template, and its outputs are that template's. */
const nestedStack: ResourceType = {
  honours: ['TemplateURL', 'Parameters'],
  withoutEffect: {
    Tags: 'Tags say nothing that the runtime acts on.',
    TimeoutInMinutes: 'A start takes no minutes.',
    NotificationARNs: 'A local deployment sends no notifications.',
  },
  identify: ({ stack, logicalId }) => ({ ref: arn('cloudformation', `stack/${stack}-${logicalId}/local`) }),
};

export const NESTED_TYPES: Readonly<Record<string, ResourceType>> = { 'AWS::CloudFormation::Stack': nestedStack };
