import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type GivenFunction, invoke } from '../given/a-function.ts';
import { api, guide, withRecordedText } from '../reference.ts';
import { refusal, refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

const ECHO: GivenFunction = { source: 'exports.handler = async (event) => ({ heard: event });' };
const ERRORS = guide('Lambda Developer Guide', 'Understanding retry behavior in Lambda', 'invocation-retries');

/** LocalStack runs functions in containers only; what stands in for them where there is no Docker is not its own. */
export const NEEDS_DOCKER = {
  LocalStack: 'what a handler meets is the doing of its executor, and LocalStack’s own needs Docker',
};

export const LAMBDA_INVOKE = storiesOf('Lambda: invocation', [
  {
    name: 'An invocation answers what the handler returned, and which version ran',
    reference: api('Lambda', 'Invoke'),
    given: ECHO,
    async tell(aws, name) {
      const { StatusCode, FunctionError = null, ExecutedVersion, Payload } = await invoke(aws, name, { a: 1 });
      return { StatusCode, FunctionError, ExecutedVersion, Payload };
    },
    expected: { ExecutedVersion: '$LATEST', FunctionError: null, Payload: { heard: { a: 1 } }, StatusCode: 200 },
  },
  {
    name: 'A function is found by its name, its ARN and the account with its name',
    reference: api('Lambda', 'Invoke'),
    given: ECHO,
    async tell(aws, name) {
      const by = async (named: string) => (await invoke(aws, named, 'heard')).Payload.heard;
      return [
        await by(name),
        await by(`arn:aws:lambda:us-east-1:000000000000:function:${name}`),
        await by(`000000000000:function:${name}`),
      ];
    },
    expected: ['heard', 'heard', 'heard'],
  },
  {
    name: 'An invocation of type Event is accepted with 202 and answers nothing',
    reference: api('Lambda', 'Invoke'),
    given: ECHO,
    async tell(aws, name) {
      const { StatusCode, Payload } = await invoke(aws, name, {}, { InvocationType: 'Event' });
      return { StatusCode, Payload };
    },
    expected: { Payload: '', StatusCode: 202 },
  },
  {
    name: 'A dry run answers 204',
    reference: api('Lambda', 'Invoke'),
    given: ECHO,
    tell: async (aws, name) => (await invoke(aws, name, {}, { InvocationType: 'DryRun' })).StatusCode,
    expected: 204,
  },
  {
    name: 'A handler that throws is a function error with its type and message',
    notTo: NEEDS_DOCKER,
    reference: ERRORS,
    given: { source: "exports.handler = async () => { throw new TypeError('on purpose'); };" },
    async tell(aws, name) {
      const { StatusCode, FunctionError, Payload } = await invoke(aws, name);
      return { StatusCode, FunctionError, errorType: Payload.errorType, errorMessage: Payload.errorMessage };
    },
    expected: { FunctionError: 'Unhandled', StatusCode: 200, errorMessage: 'on purpose', errorType: 'TypeError' },
  },
  {
    name: 'A handler that calls back with an error is a function error too',
    notTo: NEEDS_DOCKER,
    reference: guide('Lambda Developer Guide', 'Define Lambda function handler in Node.js', 'nodejs-handler'),
    given: { source: "exports.handler = (event, context, callback) => callback(new Error('on purpose'));" },
    async tell(aws, name) {
      const { FunctionError, Payload } = await invoke(aws, name);
      return { FunctionError, errorType: Payload.errorType, errorMessage: Payload.errorMessage };
    },
    expected: { FunctionError: 'Unhandled', errorMessage: 'on purpose', errorType: 'Error' },
  },
  {
    name: 'A function that takes longer than its timeout is stopped and says so',
    notTo: NEEDS_DOCKER,
    reference: {
      ...guide('Lambda Developer Guide', 'Configure Lambda function timeout', 'configuration-timeout'),
      seen: 'text seen at AWS: the change log of seek-oss/aws-codedeploy-hooks',
    },
    given: {
      source: 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
      timeoutSeconds: 1,
    },
    async tell(aws, name) {
      const { FunctionError, Payload } = await invoke(aws, name);
      return { FunctionError, Payload };
    },
    expected: {
      FunctionError: 'Unhandled',
      Payload: {
        errorMessage: 'RequestId: <uuid> Error: Task timed out after 1.00 seconds',
        errorType: 'Sandbox.Timedout',
      },
    },
  },
  {
    name: 'A process that ends is a function error, and the next invocation is well',
    notTo: NEEDS_DOCKER,
    reference: { page: null, seen: 'Lambda answers Runtime.ExitError: seen in many public logs, on no page' },
    given: { source: "exports.handler = async ({ end }) => (end ? process.exit(1) : 'well');" },
    async tell(aws, name) {
      const { FunctionError, Payload } = await invoke(aws, name, { end: true });
      return { FunctionError, errorType: Payload?.errorType, afterwards: (await invoke(aws, name)).Payload };
    },
    expected: { FunctionError: 'Unhandled', afterwards: 'well', errorType: 'Runtime.ExitError' },
  },
  {
    name: 'A handler that is not in the package is a function error',
    notTo: NEEDS_DOCKER,
    reference: guide('Lambda Developer Guide', 'Troubleshoot execution issues in Lambda', 'troubleshooting-execution'),
    given: { ...ECHO, handler: 'elsewhere.handler' },
    async tell(aws, name) {
      const { FunctionError, Payload } = await invoke(aws, name);
      return { FunctionError, errorType: Payload.errorType };
    },
    expected: { FunctionError: 'Unhandled', errorType: 'Runtime.ImportModuleError' },
  },
  {
    name: 'A handler sees its environment and its context',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Using the Lambda context object to retrieve Node.js function information',
      'nodejs-context',
    ),
    given: {
      source: `exports.handler = async (event, context) => ({
        stage: process.env.STAGE,
        name: process.env.AWS_LAMBDA_FUNCTION_NAME,
        region: process.env.AWS_REGION,
        memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        context: { name: context.functionName, arn: context.invokedFunctionArn, version: context.functionVersion,
          memory: context.memoryLimitInMB, request: context.awsRequestId, group: context.logGroupName },
        left: context.getRemainingTimeInMillis() > 0,
      });`,
      environment: { STAGE: 'story' },
    },
    tell: async (aws, name) => (await invoke(aws, name)).Payload,
    expected: {
      context: {
        arn: 'arn:aws:lambda:<region>:<account>:function:<function>',
        group: '/aws/lambda/<function>',
        memory: '128',
        name: '<function>',
        request: '<uuid>',
        version: '$LATEST',
      },
      left: true,
      memory: '128',
      name: '<function>',
      region: '<region>',
      stage: 'story',
    },
  },
  {
    name: 'The end of the log comes with the answer, if asked for',
    notTo: NEEDS_DOCKER,
    reference: api('Lambda', 'Invoke'),
    given: { source: "exports.handler = async () => console.log('a line of the story');" },
    async tell(aws, name) {
      const { LogResult = '' } = await invoke(aws, name, {}, { LogType: 'Tail' });
      const log = Buffer.from(LogResult, 'base64').toString();
      return ['START RequestId: ', 'a line of the story', 'END RequestId: ', 'REPORT RequestId: '].filter((text) =>
        log.includes(text),
      );
    },
    expected: ['START RequestId: ', 'a line of the story', 'END RequestId: ', 'REPORT RequestId: '],
  },
  {
    name: 'A function that does not exist is refused with 404',
    reference: withRecordedText(api('Lambda', 'Invoke'), 'lambda_/test_lambda_api.snapshot.json'),
    tell: (aws) => refusal(aws.lambda.send(new InvokeCommand({ FunctionName: aws.unique('function') }))),
    expected: {
      refused: 'ResourceNotFoundException',
      status: 404,
      text: 'Function not found: arn:aws:lambda:<region>:<account>:function:<function>',
    },
  },
  {
    name: 'An event that is no JSON is refused',
    reference: api('Lambda', 'Invoke'),
    given: ECHO,
    tell: (aws, FunctionName) => refused(aws.lambda.send(new InvokeCommand({ FunctionName, Payload: '{' }))),
    expected: { refused: 'InvalidRequestContentException', status: 400 },
  },
]);
