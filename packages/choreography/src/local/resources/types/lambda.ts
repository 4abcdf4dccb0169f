import { durableIn } from '#local/lambda/durable/durable-config.ts';
import { isStream } from '#local/lambda/event-source/stream-settings.ts';
import { DEFAULT_ASYNC_CONFIG, type FunctionConfig } from '#local/lambda/function-config.ts';
import { URL_PREFIX } from '#local/lambda/function-url/function-url.ts';
import { functionUrlConfig } from '#local/lambda/function-url/function-url-config.ts';
import { type Functions, functionName } from '#local/lambda/functions.ts';
import { inlineModules } from '#local/lambda/inline-modules.ts';
import { type LoggingConfig, loggingConfig } from '#local/lambda/logging-config.ts';
import { type Permission, statementOf } from '#local/lambda/permission.ts';
import { whyNotRun } from '#local/lambda/runtime-api/runtime-command.ts';
import { uuidOf } from '#local/lambda/uuid-of.ts';
import { arn } from '#local/runtime/account.ts';
import { InputError } from '#template/input-error.ts';
import { whyNoArtifact } from './artifact.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const lambdaFunction: ResourceType = {
  honours: [
    'FunctionName',
    'Handler',
    'Runtime',
    ...['Code.S3Bucket', 'Code.S3Key', 'Code.ZipFile'],
    'Role',
    'Timeout',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Environment.Variables',
    'DeadLetterConfig.TargetArn',
    'Description',
    ...['LogFormat', 'ApplicationLogLevel', 'SystemLogLevel', 'LogGroup'].map((setting) => `LoggingConfig.${setting}`),
    'TenancyConfig.TenantIsolationMode',
    ...['DurableConfig.ExecutionTimeout', 'DurableConfig.RetentionPeriodInDays'],
    'Layers',
  ],
  withoutEffect: {
    Architectures: 'The code is JavaScript: it runs on the architecture of the laptop.',
    RuntimeManagementConfig: 'The runtime is the Node.js that is here.',
    SnapStart: 'A function starts as fast as this machine starts it.',
    EphemeralStorage: 'A function has as much room as this machine has.',
    KmsKeyArn: 'Nothing is kept at rest: the environment of a function lives in memory.',
    CodeSigningConfigArn: 'Signatures of local code are not checked.',
    VpcConfig: 'There is no network of AWS here: a function reaches what this machine reaches.',
    RecursiveLoop: 'Nothing here looks for functions that call themselves.',
    TracingConfig: 'There is no X-Ray here; the monitor shows the trace of an instance.',
    Tags: 'Tags say nothing that the runtime acts on.',
  },
  cannot: (resource, refsOf) => {
    const { PackageType, Runtime, Layers = [] } = resource.properties;
    if (PackageType === 'Image') return [{ why: 'container images are not run' }];
    const why = whyNotRun(String(Runtime)) ?? whyNoArtifact('code', resource.properties.Code, resource);
    if (why !== undefined) return [{ why }];
    const made = refsOf('AWS::Lambda::LayerVersion');
    return (Layers as unknown[]).flatMap((layer, at) =>
      made.includes(String(layer))
        ? []
        : [{ property: `Layers.${at}`, why: `no template here makes the layer ${String(layer)}` }],
    );
  },
  identify: (resource) => {
    const name = physicalName(resource, 'FunctionName');
    return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
  },
  create: (resource, { ref, attributes }, { functions, makeFunction, clock, layers }) => {
    const {
      Handler,
      Runtime,
      Role,
      Timeout = 3,
      MemorySize = 128,
      Environment,
      DeadLetterConfig,
      Description,
      ReservedConcurrentExecutions,
      LoggingConfig: asked,
      TenancyConfig,
      DurableConfig,
      Architectures,
      TracingConfig,
    } = resource.properties;
    const config: FunctionConfig = {
      name: ref,
      arn: attributes?.Arn ?? '',
      runtime: String(Runtime),
      handler: String(Handler),
      root: codeFolder(resource, functions),
      layers: layerFolders(resource, layers),
      environment: stringValues((Environment as { Variables?: object } | undefined)?.Variables),
      timeoutSeconds: Number(Timeout),
      memoryMegabytes: Number(MemorySize),
      roleArn: String(Role),
      changedAt: clock.now(),
      logging: logging(ref, asked),
      isolatesTenants: TenancyConfig !== undefined,
      ...durableIn(DurableConfig as Parameters<typeof durableIn>[0]),
      architecture: (Architectures as readonly string[] | undefined)?.[0] ?? 'x86_64',
      isTraced: (TracingConfig as { Mode?: string } | undefined)?.Mode === 'Active',
      deadLetterArn: (DeadLetterConfig as { TargetArn?: string } | undefined)?.TargetArn,
      ...(Description !== undefined && { description: String(Description) }),
      ...(ReservedConcurrentExecutions !== undefined && { reservedConcurrency: Number(ReservedConcurrentExecutions) }),
    };
    functions.add(makeFunction(config));
  },
  replaces: true,
  remove: (_, { ref }, { functions }) => functions.remove(ref),
};

function codeFolder(resource: Resource, functions: Functions): string {
  const { S3Key = '', ZipFile } = resource.properties.Code as { S3Key?: string; ZipFile?: string };
  // CloudFormation puts a template's inline code into a file of this name.
  const file = String(resource.properties.Runtime).startsWith('python') ? 'index.py' : 'index.js';
  if (ZipFile !== undefined)
    return functions.packages.write({ ...inlineModules(ZipFile), [file]: Buffer.from(ZipFile) });
  return resource.asset(S3Key) ?? '';
}

/** The folders of a function's layers; what a later one has wins over the same of an earlier one. */
function layerFolders({ properties: { Layers = [] } }: Resource, layers: ReadonlyMap<string, string>): string[] {
  return (Layers as string[]).flatMap((layer) => layers.get(layer) ?? []).reverse();
}

/** A refusal of Lambda's is one of the template's here. */
function logging(name: string, asked: unknown): FunctionConfig['logging'] {
  try {
    return loggingConfig(name, asked as LoggingConfig | undefined);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

const stringValues = (variables: object = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));

const permission: ResourceType = {
  honours: [
    ...['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
    ...['FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
  ],
  identify: (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
  addsUp: true,
  create: ({ properties }, { ref }, { functions }) => {
    const name = functionName(String(properties.FunctionName));
    const permitted = { ...(properties as unknown as Permission), StatementId: ref };
    const on = arn('lambda', `function:${name}${qualifierIn(String(properties.FunctionName))}`);
    functions.policies.permit(name, statementOf(permitted, on));
  },
};

/** `:live` of an alias's ARN or of `name:live`: what is permitted of an alias is not of the function, nor the other way round. */
function qualifierIn(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  const qualifier = parts.length === 2 ? parts[1] : parts[7];
  return qualifier === undefined ? '' : `:${qualifier}`;
}

interface DestinationConfig {
  readonly OnFailure?: { readonly Destination?: string };
  readonly OnSuccess?: { readonly Destination?: string };
}

const eventInvokeConfig: ResourceType = {
  honours: [
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig.OnFailure.Destination',
    'DestinationConfig.OnSuccess.Destination',
  ],
  identify: (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
  addsUp: true,
  create: ({ properties }, _, { functions }) => {
    // Whatever the qualifier: aliases and versions are the function itself here.
    const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = properties;
    functions.asynchronous.configure(functions.get(String(FunctionName)), {
      ofTemplate: true,
      maximumRetryAttempts: Number(MaximumRetryAttempts ?? DEFAULT_ASYNC_CONFIG.maximumRetryAttempts),
      maximumEventAgeInSeconds: Number(MaximumEventAgeInSeconds ?? DEFAULT_ASYNC_CONFIG.maximumEventAgeInSeconds),
      onFailure: (DestinationConfig as DestinationConfig | undefined)?.OnFailure?.Destination,
      onSuccess: (DestinationConfig as DestinationConfig | undefined)?.OnSuccess?.Destination,
    });
  },
};

const url: ResourceType = {
  honours: [
    ...['AuthType', 'TargetFunctionArn', 'InvokeMode', 'Cors.AllowCredentials', 'Cors.AllowHeaders'],
    ...['Cors.AllowMethods', 'Cors.AllowOrigins', 'Cors.ExposeHeaders', 'Cors.MaxAge'],
  ],
  identify: ({ properties, endpoint }) => {
    const target = String(properties.TargetFunctionArn);
    return {
      ref: target,
      attributes: { FunctionArn: target, FunctionUrl: `${endpoint}${URL_PREFIX}${functionName(target)}/` },
    };
  },
  create: ({ properties }, _, { functionUrls }) => {
    functionUrls.set(functionName(String(properties.TargetFunctionArn)), functionUrlConfig(properties));
  },
  replaces: true,
  remove: ({ properties }, _, { functionUrls }) => {
    functionUrls.delete(functionName(String(properties.TargetFunctionArn)));
  },
};

const ONLY_ITSELF = 'It says nothing that the runtime acts on.';

const eventSourceMapping: ResourceType = {
  honours: [
    ...['EventSourceArn', 'FunctionName', 'Enabled', 'BatchSize', 'MaximumBatchingWindowInSeconds'],
    ...['FunctionResponseTypes', 'ScalingConfig.MaximumConcurrency', 'FilterCriteria.Filters.*.Pattern'],
    ...['StartingPosition', 'BisectBatchOnFunctionError', 'MaximumRecordAgeInSeconds', 'MaximumRetryAttempts'],
    ...['ParallelizationFactor', 'DestinationConfig.OnFailure.Destination'],
  ],
  withoutEffect: { Tags: ONLY_ITSELF, MetricsConfig: ONLY_ITSELF, LoggingConfig: ONLY_ITSELF },
  cannot: ({ properties: { EventSourceArn } }) => {
    const source = String(EventSourceArn ?? '').split(':')[2];
    if (source === 'sqs' || isStream(String(EventSourceArn))) return [];
    return [
      { why: `functions are fed from SQS queues and DynamoDB streams only, not from ${source || 'what has no ARN'}` },
    ];
  },
  identify: (resource) => {
    const uuid = uuidOf(`${resource.stack} ${resource.logicalId}`);
    return {
      ref: uuid,
      attributes: { Id: uuid, EventSourceMappingArn: arn('lambda', `event-source-mapping:${uuid}`) },
    };
  },
  addsUp: true,
  create: ({ properties }, { ref }, { mappings }) => {
    const { Tags, MetricsConfig, LoggingConfig: _, ...input } = properties;
    mappings.create(input, ref);
  },
};

export const LAMBDA_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::Url': url,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
};
