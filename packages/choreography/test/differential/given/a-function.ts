import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { ACCOUNT, type Aws } from '../aws.ts';

/** A function of Node, in CommonJS. */
export interface GivenFunction {
  readonly source: string;
  readonly handler?: string;
  readonly timeoutSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it is a durable function: its handler gets an execution to go on with, and answers what became of it. */
  readonly durable?: boolean;
}

/** The properties of a function, which a template and CreateFunction share. */
export const propertiesOf = ({
  handler = 'index.handler',
  timeoutSeconds = 3,
  environment = {},
  durable = false,
}: GivenFunction) => ({
  Runtime: 'nodejs20.x' as const,
  Role: `arn:aws:iam::${ACCOUNT}:role/story`,
  Handler: handler,
  Timeout: timeoutSeconds,
  MemorySize: 128,
  Environment: { Variables: environment },
  ...(durable && { DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 1 } }),
});

/** The input of CreateFunction: the code is a zip of one file. */
export const createFunctionInput = (FunctionName: string, given: GivenFunction): CreateFunctionCommandInput => ({
  FunctionName,
  Code: { ZipFile: zipSync({ 'index.js': strToU8(given.source) }) },
  ...propertiesOf(given),
});

/** Makes a function by the API and waits until it can be invoked; its name. */
export async function createFunction(aws: Aws, given: GivenFunction): Promise<string> {
  const FunctionName = aws.unique('function');
  await aws.lambda.send(new CreateFunctionCommand(createFunctionInput(FunctionName, given)));
  aws.afterwards(() => aws.logs.send(new DeleteLogGroupCommand({ logGroupName: `/aws/lambda/${FunctionName}` })));
  aws.afterwards(() => aws.lambda.send(new DeleteFunctionCommand({ FunctionName })));
  await waitUntilFunctionActiveV2({ client: aws.lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { FunctionName });
  return FunctionName;
}

/** Invokes a function and reads its answer as JSON. */
export async function invoke(
  aws: Aws,
  FunctionName: string,
  event: unknown = {},
  more: Partial<InvokeCommandInput> = {},
) {
  const answer = await aws.lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }));
  const text = answer.Payload?.transformToString() ?? '';
  return { ...answer, Payload: text === '' ? '' : JSON.parse(text) };
}
