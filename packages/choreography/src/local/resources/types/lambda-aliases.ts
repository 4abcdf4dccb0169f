import { functionName } from '#local/lambda/functions.ts';
import { arn } from '#local/runtime/account.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const ALWAYS_READY = 'A function is as ready as this machine is.';

const functionArn = ({ properties }: Resource): string =>
  arn('lambda', `function:${functionName(String(properties.FunctionName))}`);

/** A version is the function itself: here it has no code or configuration of its own. */
const version: ResourceType = {
  honours: ['FunctionName'],
  withoutEffect: {
    Description: 'It says nothing that the runtime acts on.',
    CodeSha256: 'The code is the one that is there.',
    ProvisionedConcurrencyConfig: ALWAYS_READY,
  },
  identify: (resource) => {
    const FunctionArn = functionArn(resource);
    return { ref: `${FunctionArn}:1`, attributes: { FunctionArn: `${FunctionArn}:1`, Version: '1' } };
  },
};

/** An alias leads to the function itself. */
const alias: ResourceType = {
  honours: ['FunctionName', 'FunctionVersion', 'Name'],
  withoutEffect: {
    Description: 'It says nothing that the runtime acts on.',
    ProvisionedConcurrencyConfig: ALWAYS_READY,
  },
  identify: (resource) => {
    const aliasArn = `${functionArn(resource)}:${physicalName(resource, 'Name')}`;
    return { ref: aliasArn, attributes: { AliasArn: aliasArn } };
  },
};

export const LAMBDA_ALIAS_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::Version': version,
};
