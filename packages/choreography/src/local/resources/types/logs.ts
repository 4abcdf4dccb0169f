import { arn } from '#local/runtime/account.ts';
import { InputError } from '#template/input-error.ts';
import { physicalName, type ResourceType } from './resource-type.ts';

const logGroup: ResourceType = {
  honours: ['LogGroupName', 'RetentionInDays'],
  withoutEffect: {
    Tags: 'Tags say nothing that the runtime acts on.',
    KmsKeyId: 'Nothing is kept at rest: logs live in memory.',
    LogGroupClass: 'There is one class of logs here.',
  },
  identify: (resource) => {
    const name = physicalName(resource, 'LogGroupName');
    return { ref: name, attributes: { Arn: `${arn('logs', `log-group:${name}`)}:*` } };
  },
  replaces: true,
  create: ({ properties: { RetentionInDays } }, { ref }, { logs }) => {
    // A function that has written already has made its group.
    const group = logs.find(ref) ?? logs.create(ref);
    if (RetentionInDays !== undefined) group.retentionInDays = Number(RetentionInDays);
  },
};

const resourcePolicy: ResourceType = {
  honours: ['PolicyName', 'PolicyDocument'],
  identify: (resource) => ({ ref: physicalName(resource, 'PolicyName') }),
  addsUp: true,
  create: ({ properties: { PolicyDocument } }, { ref }, { logs }) => {
    const document = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
    try {
      logs.resourcePolicies.put(ref, document, true);
    } catch (error) {
      throw new InputError((error as Error).message);
    }
  },
};

export const LOGS_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::ResourcePolicy': resourcePolicy,
};
