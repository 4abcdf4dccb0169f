import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { createFunction, createFunctionInput, type GivenFunction } from '../given/a-function.ts';
import { api, guide, withRecordedText } from '../reference.ts';
import { refusal, refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

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
]);
