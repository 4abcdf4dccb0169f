import { unzipSync } from 'fflate';
import { AwsError, invalidParameterValue, validationError } from '#local/gateway/aws-error.ts';
import { jsonAnswer } from '#local/gateway/backend.ts';
import { inRange } from '#local/lambda/constraints.ts';
import { type DurableConfig, durableIn } from '#local/lambda/durable/durable-config.ts';
import { CODE_PATH } from '#local/lambda/function-code.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { type LoggingConfig, loggingConfig } from '#local/lambda/logging-config.ts';
import { whyNotRun } from '#local/lambda/runtime-api/runtime-command.ts';
import { arn } from '#local/runtime/account.ts';
import { type Actions, NOTHING, refuseUnsupported } from './action.ts';
import { describeFunction } from './describe-function.ts';
import { page } from './page.ts';

interface Input {
  readonly FunctionName: string;
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Code?: Code;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly LoggingConfig?: LoggingConfig;
  readonly DurableConfig?: DurableConfig;
  readonly TenancyConfig?: { readonly TenantIsolationMode?: string };
}
interface Code {
  readonly ZipFile?: string;
}

const UNSUPPORTED = ['VpcConfig', 'Layers', 'FileSystemConfigs', 'ImageConfig', 'KMSKeyArn'];
const UNSUPPORTED_CODE = ['S3Bucket', 'ImageUri'];

export const FUNCTIONS: Actions = {
  'POST functions': ({ input }, lambda) => {
    const { FunctionName: name, Role, Handler = 'index.handler', Code = {} } = input as Input;
    mustBeRole(Role ?? '');
    refuseUnsupported(Code, UNSUPPORTED_CODE);
    const settings = settingsIn(input, name);
    if (lambda.functions.find(name))
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    const made = lambda.makeFunction({
      name,
      arn: arn('lambda', `function:${name}`),
      runtime: '',
      handler: Handler,
      environment: {},
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      roleArn: Role ?? '',
      changedAt: lambda.clock.now(),
      logging: loggingConfig(name),
      isolatesTenants: (input as Input).TenancyConfig !== undefined,
      ...durableIn((input as Input).DurableConfig),
      ...settings,
      root: unzip(Code, lambda.functions),
    });
    lambda.functions.add(made);
    return jsonAnswer(201, describeFunction(made, lambda));
  },
  'GET functions': ({ query }, lambda) => {
    const { page: shown, ...next } = page(lambda.functions.all(), query, ({ config }) => config.name);
    return jsonAnswer(200, { Functions: shown.map((each) => describeFunction(each, lambda)), ...next });
  },
  'GET functions/*': ({ name }, lambda) => {
    const { config } = lambda.functions.get(name);
    const { reservedConcurrency: reserved } = config;
    return jsonAnswer(200, {
      Configuration: describeFunction(lambda.functions.get(name), lambda),
      Code: { RepositoryType: 'S3', Location: `${lambda.endpoint()}${CODE_PATH}${config.name}` },
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    });
  },
  'GET functions/*/configuration': ({ name }, lambda) =>
    jsonAnswer(200, describeFunction(lambda.functions.get(name), lambda)),
  // The next call has what is changed.
  'PUT functions/*/configuration': ({ name, input }, lambda) => {
    const { config } = lambda.functions.get(name);
    if (input.Role !== undefined) mustBeRole(input.Role);
    const changed = { ...config, ...settingsIn(input, config.name, config.runtime), changedAt: lambda.clock.now() };
    const made = lambda.makeFunction(changed);
    lambda.functions.add(made);
    return jsonAnswer(200, describeFunction(made, lambda));
  },
  'PUT functions/*/code': ({ name, input }, lambda) => {
    const { config } = lambda.functions.get(name);
    refuseUnsupported(input, UNSUPPORTED_CODE);
    const changed = { ...config, root: unzip(input, lambda.functions), changedAt: lambda.clock.now() };
    const made = lambda.makeFunction(changed);
    lambda.functions.add(made);
    return jsonAnswer(200, describeFunction(made, lambda));
  },
  'DELETE functions/*': ({ name }, { functions, functionUrls }) => {
    const { config } = functions.get(name);
    functions.delete(name);
    functionUrls.delete(config.name);
    return NOTHING;
  },
};

/** What an input says of a function's settings. Throws Lambda's refusals. */
function settingsIn(input: Input, name: string, runtimeBefore = ''): Partial<FunctionConfig> {
  const {
    Runtime = runtimeBefore,
    Role,
    Handler,
    Description,
    Timeout,
    MemorySize,
    Environment,
    DeadLetterConfig,
    LoggingConfig: asked,
  } = input;
  refuseUnsupported(input, UNSUPPORTED);
  const why = whyNotRun(Runtime);
  if (why !== undefined) throw invalidParameterValue(`Value ${Runtime} at 'runtime' is not supported: ${why}.`);
  inRange('timeout', Timeout, 1, 900);
  inRange('memorySize', MemorySize, 128, 10_240);
  return {
    runtime: Runtime,
    ...(Role !== undefined && { roleArn: Role }),
    ...(Handler !== undefined && { handler: Handler }),
    ...(Description !== undefined && { description: Description }),
    ...(Timeout !== undefined && { timeoutSeconds: Timeout }),
    ...(MemorySize !== undefined && { memoryMegabytes: MemorySize }),
    ...(Environment !== undefined && { environment: Environment.Variables ?? {} }),
    ...(asked && { logging: loggingConfig(name, asked) }),
    ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.TargetArn || undefined }),
  };
}

function mustBeRole(role: string): void {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/./.test(role)) return;
  throw validationError(
    `1 validation error detected: Value '${role}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+`,
  );
}

/** Writes a zip into a folder of its own. */
function unzip({ ZipFile }: Code, functions: Functions): string {
  if (!ZipFile) throw invalidParameterValue('Please provide a source for function code.');
  try {
    return functions.packages.write(unzipSync(Buffer.from(ZipFile, 'base64')));
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalidParameterValue('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}
