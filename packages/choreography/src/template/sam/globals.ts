import { asObject, isObject } from '#template/document/as-object.ts';
import type { Template, TemplateResource } from '#template/template.ts';
import { isIntrinsic } from './intrinsic.ts';
import { refuse } from './refusal.ts';

type Json = Readonly<Record<string, unknown>>;

/** The properties that `Globals` supports, by section (SAM developer guide: "Globals section"). */
const SUPPORTED: Readonly<Record<string, string>> = {
  Function:
    'Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags PropagateTags Tracing KmsKeyArn AutoPublishAlias AutoPublishAliasAllProperties Layers DeploymentPreference RolePath PermissionsBoundary ReservedConcurrentExecutions ProvisionedConcurrencyConfig AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs CodeSigningConfigArn Architectures SnapStart EphemeralStorage FunctionUrlConfig RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy',
  Api: 'Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables EndpointConfiguration MethodSettings BinaryMediaTypes MinimumCompressionSize Cors GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode',
  HttpApi:
    'Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain RouteSettings FailOnWarnings PropagateTags',
  SimpleTable: 'SSESpecification',
  StateMachine: 'PropagateTags',
  LayerVersion: 'PublishLambdaVersion',
  CapacityProvider:
    'VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags LoggingConfig ManagedResourceTags',
  MicrovmImage:
    'BuildRoleArn BaseImageArn BaseImageVersion Logging EgressNetworkConnectors CpuConfigurations Resources AdditionalOsCapabilities Hooks EnvironmentVariables Tags PropagateTags',
  NetworkConnector: 'OperatorRole Tags PropagateTags',
  WebSocketApi:
    'AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings DisableExecuteApiEndpoint DisableSchemaValidation Domain FailOnWarnings IpAddressType PropagateTags RouteSelectionExpression RouteSettings StageVariables Tags',
};

/** Refuses a section or a property of `Globals` that SAM has not. */
export function checkGlobals({ Globals }: Template): void {
  if (Globals === undefined) return;
  if (!isObject(Globals)) refuse('Globals', 'It must be a non-empty dictionary');
  for (const [section, properties] of Object.entries(Globals)) {
    const supported = SUPPORTED[section]?.split(' ');
    if (!supported)
      refuse('Globals', `'${section}' is not supported. Must be one of ${Object.keys(SUPPORTED).join(', ')}.`);
    if (!isObject(properties)) refuse('Globals', `'${section}' must be a dictionary.`);
    for (const name of Object.keys(properties))
      if (!supported.includes(name)) refuse('Globals', `'${name}' is not a supported property of '${section}'.`);
  }
}

/**
 * The properties of a SAM resource with those of `Globals` for its type: maps are merged, lists come after the global ones,
 * everything else wins. `IgnoreGlobals` leaves out all (`*`) or some.
 */
export function withGlobals({ Globals }: Template, id: string, resource: TemplateResource): Json {
  const own = asObject(resource.Properties);
  const global = (Globals as Readonly<Record<string, Json>> | undefined)?.[
    resource.Type.replace('AWS::Serverless::', '')
  ];
  if (!global) return own;
  return merged(withoutIgnored(id, global, (resource as { IgnoreGlobals?: unknown }).IgnoreGlobals), own) as Json;
}

function withoutIgnored(id: string, global: Json, ignored: unknown): Json {
  if (ignored === undefined || ignored === null || ignored === '') return global;
  if (ignored === '*') return {};
  if (!Array.isArray(ignored)) refuse(id, `Resource ${id} has invalid resource attribute 'IgnoreGlobals'.`);
  for (const name of ignored)
    if (!Object.hasOwn(global, String(name)))
      refuse(id, `Resource ${id} has invalid resource attribute 'IgnoreGlobals' on item '${name}'.`);
  return Object.fromEntries(Object.entries(global).filter(([name]) => !ignored.includes(name)));
}

function merged(global: unknown, own: unknown, path: string = ''): unknown {
  if (path === 'Architectures') return own;
  if (Array.isArray(global) && Array.isArray(own)) return [...global, ...own];
  if (!isMap(global) || !isMap(own)) return own;
  const keys = [...new Set([...Object.keys(global), ...Object.keys(own)])];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      key in own ? (key in global ? merged(global[key], own[key], path + key) : own[key]) : global[key],
    ]),
  );
}

/** An intrinsic function is a value, no map. */
const isMap = (value: unknown): value is Json => isObject(value) && !isIntrinsic(value);
