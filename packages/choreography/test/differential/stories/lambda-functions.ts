import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { ACCOUNT } from '../aws.ts';
import { createFunction, createFunctionInput, type GivenFunction, invoke } from '../given/a-function.ts';
import { api, guide, withRecordedText } from '../reference.ts';
import { refusal, refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';
import { NEEDS_DOCKER } from './lambda-invoke.ts';

const ECHO: GivenFunction = { source: 'exports.handler = async (event) => ({ heard: event });' };
const RECORDED = 'lambda_/test_lambda_api.snapshot.json';

export const LAMBDA_FUNCTIONS = storiesOf('Lambda: functions', [
  {
    name: 'A function is made from a zip and described',
    reference: api('Lambda', 'GetFunction'),
    async tell(aws) {
      const FunctionName = await createFunction(aws, { ...ECHO, timeoutSeconds: 7, environment: { STAGE: 'story' } });
      const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
      const { FunctionArn, Runtime, Handler, Timeout, MemorySize, Version, State, PackageType, Environment } =
        Configuration ?? {};
      return { FunctionArn, Runtime, Handler, Timeout, MemorySize, Version, State, PackageType, Environment };
    },
    expected: {
      Environment: { Variables: { STAGE: 'story' } },
      FunctionArn: 'arn:aws:lambda:<region>:<account>:function:<function>',
      Handler: 'index.handler',
      MemorySize: 128,
      PackageType: 'Zip',
      Runtime: 'nodejs20.x',
      State: 'Active',
      Timeout: 7,
      Version: '$LATEST',
    },
  },
  {
    name: 'A function’s name that is taken is refused',
    reference: withRecordedText(api('Lambda', 'CreateFunction'), RECORDED),
    async tell(aws) {
      const name = await createFunction(aws, ECHO);
      return refusal(aws.lambda.send(new CreateFunctionCommand(createFunctionInput(name, ECHO))));
    },
    expected: {
      refused: 'ResourceConflictException',
      status: 409,
      text: 'Function already exist: <function>',
    },
  },
  {
    name: 'A runtime that Lambda does not know, and a role that is no ARN, are refused',
    reference: api('Lambda', 'CreateFunction'),
    async tell(aws) {
      const make = (more: object) => {
        const FunctionName = aws.unique('function');
        aws.afterwards(() => aws.lambda.send(new DeleteFunctionCommand({ FunctionName })));
        return refused(
          aws.lambda.send(new CreateFunctionCommand({ ...createFunctionInput(FunctionName, ECHO), ...more })),
        );
      };
      return { runtime: await make({ Runtime: 'cobol60' }), role: await make({ Role: 'story' }) };
    },
    expected: {
      role: { refused: 'ValidationException', status: 400 },
      runtime: { refused: 'InvalidParameterValueException', status: 400 },
    },
  },
  {
    name: 'A removed function is gone',
    reference: api('Lambda', 'DeleteFunction'),
    async tell(aws) {
      const FunctionName = await createFunction(aws, ECHO);
      await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
      const { Functions } = await aws.lambda.send(new ListFunctionsCommand({}));
      return {
        invoked: await refused(aws.lambda.send(new InvokeCommand({ FunctionName }))),
        listed: Functions?.some((each) => each.FunctionName === FunctionName),
      };
    },
    expected: { invoked: { refused: 'ResourceNotFoundException', status: 404 }, listed: false },
  },
  {
    name: 'A function with no concurrency left is throttled',
    reference: guide(
      'Lambda Developer Guide',
      'Configuring reserved concurrency for a function',
      'configuration-concurrency',
    ),
    async tell(aws) {
      const FunctionName = await createFunction(aws, ECHO);
      await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      return refused(aws.lambda.send(new InvokeCommand({ FunctionName })));
    },
    expected: { refused: 'TooManyRequestsException', status: 429 },
  },
  {
    name: 'A changed configuration is had by the next invocation',
    notTo: NEEDS_DOCKER,
    reference: api('Lambda', 'UpdateFunctionConfiguration'),
    async tell(aws) {
      const FunctionName = await createFunction(aws, { source: 'exports.handler = async () => process.env.STAGE;' });
      const { Timeout, Environment, MemorySize } = await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName,
          Timeout: 9,
          Environment: { Variables: { STAGE: 'changed' } },
        }),
      );
      await waitUntilFunctionUpdatedV2(
        { client: aws.lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
        { FunctionName },
      );
      return { Timeout, Environment, MemorySize, answer: (await invoke(aws, FunctionName)).Payload };
    },
    expected: { Environment: { Variables: { STAGE: 'changed' } }, MemorySize: 128, Timeout: 9, answer: 'changed' },
  },
  {
    name: 'What a function permits stands in its policy, until it is removed',
    reference: withRecordedText(api('Lambda', 'GetPolicy'), 'lambda_/test_lambda_api.snapshot.json'),
    async tell(aws) {
      const FunctionName = await createFunction(aws, ECHO);
      const policy = async () => {
        const { Policy = '' } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
        return JSON.parse(Policy);
      };
      const remove = (StatementId: string) =>
        refusal(aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId })));
      const before = await refusal(policy());
      await aws.lambda.send(
        new AddPermissionCommand({
          ...{ FunctionName, StatementId: 'rule', Action: 'lambda:InvokeFunction' },
          ...{ Principal: 'events.amazonaws.com', SourceAccount: ACCOUNT },
        }),
      );
      const granted = await policy();
      return {
        before,
        granted,
        wrong: await remove('other'),
        removed: await remove('rule'),
        after: await refused(policy()),
      };
    },
    expected: {
      after: { refused: 'ResourceNotFoundException', status: 404 },
      before: {
        refused: 'ResourceNotFoundException',
        status: 404,
        text: 'The resource you requested does not exist.',
      },
      granted: {
        Id: 'default',
        Statement: [
          {
            Action: 'lambda:InvokeFunction',
            Condition: { StringEquals: { 'AWS:SourceAccount': '<account>' } },
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: 'arn:aws:lambda:<region>:<account>:function:<function>',
            Sid: 'rule',
          },
        ],
        Version: '2012-10-17',
      },
      removed: 'taken',
      wrong: {
        refused: 'ResourceNotFoundException',
        status: 404,
        text: 'Statement other is not found in resource policy.',
      },
    },
  },
  {
    name: 'A function of which nobody said how it is invoked asynchronously has no configuration for it',
    reference: withRecordedText(api('Lambda', 'GetFunctionEventInvokeConfig'), 'lambda_/test_lambda_api.snapshot.json'),
    async tell(aws) {
      const FunctionName = await createFunction(aws, ECHO);
      return {
        none: await refusal(aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))),
        empty: await refusal(aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName }))),
      };
    },
    expected: {
      empty: {
        refused: 'InvalidParameterValueException',
        status: 400,
        text: 'You must specify at least one of error handling or destination setting.',
      },
      none: {
        refused: 'ResourceNotFoundException',
        status: 404,
        text: "The function arn:aws:lambda:<region>:<account>:function:<function>:$LATEST doesn't have an EventInvokeConfig",
      },
    },
  },
]);
