import { unzipSync } from 'fflate';
import { arn } from '../account.ts';
import { AwsError, validationError } from '../aws-error.ts';
import { DEFAULT_ASYNC_CONFIG, type FunctionConfig } from './function-config.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { type Permission, statementOf } from './permission.ts';

/** Makes a function that runs from its configuration. */
export type MakeFunction = (config: FunctionConfig) => LambdaFunction;

interface Input {
  readonly FunctionName: string;
  readonly Runtime?: string;
  readonly Role: string;
  readonly Handler?: string;
  readonly Code?: { readonly ZipFile?: string };
  readonly ZipFile?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly ReservedConcurrentExecutions?: number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

/** CreateFunction from a zip (API reference). Throws Lambda's own refusals. */
export function createFunction(input: Input, functions: Functions, make: MakeFunction): LambdaFunction {
  const { FunctionName: name, Runtime = '', Role, Handler = 'index.handler', Code, Environment } = input;
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/./.test(Role))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${Role}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+`,
    );
  if (!/^nodejs\d+\.x$/.test(Runtime))
    throw invalid(`Value ${Runtime} at 'runtime' is not supported: the local runtime runs Node.js only.`);
  if (functions.find(name)) throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
  const made = make({
    ...{ name, arn: arn('lambda', `function:${name}`), runtime: Runtime, handler: Handler },
    root: unzip(Code?.ZipFile, functions),
    environment: Environment?.Variables ?? {},
    ...{ timeoutSeconds: input.Timeout ?? 3, memoryMegabytes: input.MemorySize ?? 128, roleArn: Role },
  });
  functions.add(made);
  return made;
}

/** UpdateFunctionCode from a zip: the next call has it. */
export function updateFunctionCode(
  name: string,
  { ZipFile }: Input,
  functions: Functions,
  make: MakeFunction,
): LambdaFunction {
  const changed = make({ ...functions.get(name).config, root: unzip(ZipFile, functions) });
  functions.add(changed);
  return changed;
}

/** PutFunctionConcurrency, and DeleteFunctionConcurrency with undefined. */
export function reserveConcurrency(
  name: string,
  reserved: number | undefined,
  functions: Functions,
  make: MakeFunction,
): void {
  const { reservedConcurrency: _, ...config } = functions.get(name).config;
  functions.add(make({ ...config, ...(reserved !== undefined && { reservedConcurrency: reserved }) }));
}

/** PutFunctionEventInvokeConfig: replaces what there was. */
export function putEventInvokeConfig(name: string, input: Input, functions: Functions): object {
  const { config } = functions.get(name);
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig = {} } = input;
  functions.configureAsync(name, {
    maximumRetryAttempts: MaximumRetryAttempts ?? DEFAULT_ASYNC_CONFIG.maximumRetryAttempts,
    maximumEventAgeInSeconds: MaximumEventAgeInSeconds ?? DEFAULT_ASYNC_CONFIG.maximumEventAgeInSeconds,
    onFailure: DestinationConfig.OnFailure?.Destination,
    onSuccess: DestinationConfig.OnSuccess?.Destination,
  });
  return {
    ...{ FunctionArn: `${config.arn}:$LATEST`, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig },
  };
}

/** AddPermission. */
export function addPermission(name: string, permission: Permission, functions: Functions): object {
  if (!permission.StatementId) throw validationError('StatementId is required.');
  const statement = statementOf(permission, functions.get(name).config.arn);
  functions.grant(name, statement);
  return { Statement: JSON.stringify(statement) };
}

function unzip(base64: string | undefined, functions: Functions): string {
  if (!base64) throw invalid('Please provide a source for function code: here, a zip.');
  try {
    return functions.packages.write(unzipSync(Buffer.from(base64, 'base64')));
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
