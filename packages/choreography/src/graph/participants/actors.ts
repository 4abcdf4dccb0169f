import type { EventSet } from '#graph/access/event-set.ts';
import { EVERYTHING, type Language, literally } from '#graph/language/language.ts';
import { asJson, asObject, isObject, objectsIn } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';

/** A resource that acts in a role. */
export interface Actor {
  /** What it is on the map: of a route of an API, the API. */
  readonly named: SystemResource;
  readonly role: unknown;
  /** The events that it names, where it calls PutEvents by itself: what it takes from its input is anything. Undefined if that is not known. */
  readonly own?: readonly EventSet[] | undefined;
}

/** Functions, state machines, pipes, containers and APIs that have a role. */
export const actorsOf = (system: System): Actor[] =>
  Object.entries(ACTORS).flatMap(([type, actors]) =>
    system.resources(type).flatMap((resource) => actors(resource, system).filter(({ role }) => role !== undefined)),
  );

const ACTORS: Readonly<Record<string, (resource: SystemResource, system: System) => Actor[]>> = {
  'AWS::Lambda::Function': (named) => [{ named, role: named.read('Role') }],
  'AWS::StepFunctions::StateMachine': (named) => [{ named, role: named.read('RoleArn'), own: ofStateMachine(named) }],
  'AWS::Pipes::Pipe': (named) => [
    {
      ...{ named, role: named.read('RoleArn') },
      own: [entry(asObject(asObject(named.read('TargetParameters')).EventBridgeEventBusParameters))],
    },
  ],
  'AWS::ECS::TaskDefinition': (named) => [{ named, role: named.read('TaskRoleArn') }],
  'AWS::ApiGatewayV2::Integration': (part, system) => [
    {
      ...{ named: apiOf(part, 'ApiId', system), role: part.read('CredentialsArn') },
      own: ofIntegration({
        subtype: part.read('IntegrationSubtype'),
        requestParameters: part.read('RequestParameters'),
      }),
    },
  ],
  'AWS::ApiGateway::Method': (method, system) => {
    const { Credentials, Uri, RequestTemplates } = asObject(method.read('Integration'));
    const named = apiOf(method, 'RestApiId', system);
    return [{ named, role: Credentials, own: ofIntegration({ uri: Uri, requestTemplates: RequestTemplates }) }];
  },
  'AWS::ApiGatewayV2::Api': inBody,
  'AWS::ApiGateway::RestApi': inBody,
};

/** The API that something belongs to, or that itself if it is in no template. */
const apiOf = (part: SystemResource, property: string, system: System): SystemResource =>
  system.referredIn(String(part.read(property))) ?? part;

/** The integrations of an OpenAPI document (API Gateway developer guide: "OpenAPI extensions"). */
function inBody(named: SystemResource): Actor[] {
  return integrationsIn(named.read('Body')).map((integration) => ({
    ...{ named, role: integration.credentials },
    own: ofIntegration({ ...integration, subtype: integration.integrationSubtype }),
  }));
}

const INTEGRATION = 'x-amazon-apigateway-integration';

function integrationsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(integrationsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === INTEGRATION ? objectsIn(inner) : integrationsIn(inner),
  );
}

/** What a route puts that hands requests straight to EventBridge; nothing of another. */
function ofIntegration(integration: {
  readonly subtype?: unknown;
  readonly uri?: unknown;
  readonly requestParameters?: unknown;
  readonly requestTemplates?: unknown;
}): EventSet[] {
  const { subtype, uri, requestParameters, requestTemplates } = integration;
  if (subtype === 'EventBridge-PutEvents') return [entry(asObject(requestParameters))];
  return /:events:(path|action)\//.test(String(uri)) ? [ofTemplates(asObject(requestTemplates))] : [];
}

const entry = ({ Source, DetailType }: Readonly<Record<string, unknown>>): EventSet => ({
  source: word(Source),
  detailType: word(DetailType),
});

/** A name that is written out; a path (`$.body.type`) or an expression (`{% … %}`) is anything. */
const word = (name: unknown): Language =>
  typeof name === 'string' && !/\$|^\{%/.test(name) ? literally(name) : EVERYTHING;

/** What the tasks of a definition put (Step Functions developer guide: "Add EventBridge events with Step Functions"). */
function ofStateMachine(machine: SystemResource): EventSet[] | undefined {
  const values = asObject(machine.read('DefinitionSubstitutions'));
  const substituted = (text: unknown) =>
    typeof text === 'string'
      ? text.replace(/\$\{(\w+)\}/g, (all, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : all))
      : text;
  const definition =
    machine.read('Definition') ?? asJson(substituted(machine.read('DefinitionString') as string | undefined));
  if (!isObject(definition) || !isObject(definition.States)) return undefined;
  return tasksIn(definition).flatMap((task) => {
    const given = asObject(task.Arguments ?? task.Parameters);
    return Array.isArray(given.Entries) ? objectsIn(given.Entries).map(entry) : [entry({})];
  });
}

/** The tasks that put events, also those within maps and branches. */
function tasksIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(tasksIn);
  if (!isObject(value)) return [];
  if (typeof value.Resource === 'string' && PUT_EVENTS.test(value.Resource)) return [value];
  return Object.values(value).flatMap(tasksIn);
}

const PUT_EVENTS = /:states:[^:]*:[^:]*:(events|aws-sdk:eventbridge):putEvents/i;

/** What the mapping templates of a REST API write out, where each name is written once. */
function ofTemplates(templates: Readonly<Record<string, unknown>>): EventSet {
  const text = Object.values(templates).join('\n');
  const named = (field: string): unknown => {
    const found = [...text.matchAll(new RegExp(`"${field}"\\s*:\\s*"([^"]*)"`, 'g'))];
    return found.length === 1 ? found[0]?.[1] : undefined;
  };
  return entry({ Source: named('Source'), DetailType: named('DetailType') });
}
