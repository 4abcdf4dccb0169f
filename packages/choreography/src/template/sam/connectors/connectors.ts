import { asObject, isObject } from '#template/document/as-object.ts';
import { checkProperties, type PropertyKinds } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import { made, type Resources } from '#template/sam/resources.ts';
import type { Template, TemplateResource } from '#template/template.ts';
import { type ConnectorEnd, connectorEnd } from './connector-ends.ts';
import { CONNECTOR_PROFILES, type ConnectorProfile, type Grant } from './connector-profiles.ts';

const PROPERTIES: PropertyKinds = { Source: 'map!', Destination: 'map|maplist!', Permissions: 'texts!' };

/**
 * The policies and permissions that SAM makes of connectors, which are resources of their own or attributes of their source (SAM developer guide:
 * "Managing resource permissions with AWS SAM connectors"). `all` are the other translated resources.
 */
export function connectorsOf({ Resources: written }: Template, all: Resources): Resources {
  const policies: Resources = {};
  const add = (id: string, resource: TemplateResource, properties: unknown) =>
    Object.assign(policies, connector(id, resource, asObject(properties), { ...all, ...policies }));
  for (const [id, resource] of Object.entries(written))
    if (resource.Type === 'AWS::Serverless::Connector') add(id, resource, resource.Properties);
  for (const [id, resource] of Object.entries(written)) {
    const { Connectors } = resource as { Connectors?: unknown };
    if (Connectors === undefined) continue;
    if (!isObject(Connectors)) refuse(id, `Attribute '${id}.Connectors' should be a map.`);
    for (const [name, own] of Object.entries(Connectors)) {
      if (!isObject(own)) refuse(`${id}${name}`, `${id}.${id}${name} should be a map.`);
      add(`${id}${name}`, own as unknown as TemplateResource, atSource(id, name, own.Properties));
    }
  }
  return policies;
}

/** The properties of a connector that is an attribute of its source. */
function atSource(id: string, name: string, properties: unknown): object {
  if (!isObject(properties)) return refuse(id, `Attribute 'Connectors.${name}.Properties' should be a map.`);
  const { SourceReference = {}, ...own } = properties;
  if (!isObject(SourceReference))
    return refuse(id, `Property 'Connectors.${name}.Properties.SourceReference' should be a map.`);
  if ('Id' in SourceReference) refuse(name, "'Id' shouldn't be defined in 'SourceReference'.");
  return { ...own, Source: { Id: id, ...SourceReference } };
}

function connector(
  id: string,
  resource: TemplateResource,
  given: Readonly<Record<string, unknown>>,
  all: Resources,
): Resources {
  const { Source, Destination, Permissions } = checkProperties(id, 'AWS::Serverless::Connector', given, PROPERTIES);
  const isList = Array.isArray(Destination);
  const destinations: readonly unknown[] = isList ? Destination : [Destination];
  if (destinations.length === 0) refuse(id, "'Destination' is an empty list");
  return Object.assign(
    {},
    ...destinations.map((each, index) => {
      const destination = connectorEnd(id, each, Source, all);
      const source = connectorEnd(id, Source, each, all);
      const suffix = isList ? `Destination${index}` : '';
      return policiesOf({ id, resource, suffix, source, destination }, Permissions as readonly string[]);
    }),
  );
}

interface Connection {
  readonly id: string;
  readonly resource: TemplateResource;
  /** What ends the ids of all that is made for one of several destinations. */
  readonly suffix: string;
  readonly source: ConnectorEnd;
  readonly destination: ConnectorEnd;
}

function policiesOf(connection: Connection, permissions: readonly string[]): Resources {
  const { id, source, destination } = connection;
  const profile =
    CONNECTOR_PROFILES[`${source.type} ${destination.type}`] ??
    refuse(
      id,
      `Unable to create connector from ${source.type} to ${destination.type}; it's not supported or the template is invalid.`,
    );
  checkPermissions(connection, profile, permissions);
  const categories = (['Read', 'Write'] as const).filter((each) => profile[each] && permissions.includes(each));
  if (profile.in === 'permission')
    return Object.assign({}, ...categories.map((name) => permission(connection, name, profile[name]?.[0] as Grant)));
  const Statement = categories.flatMap((name) => (profile[name] ?? []).map((each) => statement(connection, each)));
  const PolicyDocument = { Version: '2012-10-17', Statement };
  return PLACES[profile.in](connection, PolicyDocument);
}

function checkPermissions(
  { id, source, destination }: Connection,
  profile: ConnectorProfile,
  permissions: readonly string[],
): void {
  const valid = (['Read', 'Write'] as const).filter((each) => profile[each]);
  if (permissions.length === 0) refuse(id, `'Permissions' cannot be empty; valid values are: ${valid.join(', ')}.`);
  const unsupported = `Unsupported 'Permissions' provided for connector from ${source.type} to ${destination.type}`;
  if (!permissions.every((each) => valid.some((one) => one === each)))
    refuse(id, `${unsupported}; valid values are: ${valid.join(', ')}.`);
  const asked = [...new Set(permissions)].sort().join(' ');
  if (profile.combinations && !profile.combinations.includes(asked))
    refuse(id, `${unsupported}; valid combinations are: ${profile.combinations.join(', ').replaceAll(' W', ' + W')}.`);
}

/** The resource that holds a policy document, by the kind of place. */
const PLACES: Readonly<
  Record<Exclude<ConnectorProfile['in'], 'permission'>, (connection: Connection, document: object) => Resources>
> = {
  'source role': (connection, document) => ofRole(connection, 'Source', document),
  'destination role': (connection, document) => ofRole(connection, 'Destination', document),
  'queue policy': ({ id, resource, suffix, destination }, PolicyDocument) => {
    const url = destination.QueueUrl ?? refuse(id, "Unable to get SQS queue URL from 'Destination' resource.");
    const policy = made({ resource }, 'AWS::SQS::QueuePolicy', { PolicyDocument, Queues: [url] });
    return { [`${id}QueuePolicy${suffix}`]: policy };
  },
  'topic policy': ({ id, resource, suffix, destination }, PolicyDocument) => {
    const arn = destination.Arn ?? refuse(id, "Unable to get SNS topic ARN from 'Destination' resource.");
    const policy = made({ resource }, 'AWS::SNS::TopicPolicy', { PolicyDocument, Topics: [arn] });
    return { [`${id}TopicPolicy${suffix}`]: policy };
  },
};

function ofRole(connection: Connection, end: 'Source' | 'Destination', PolicyDocument: object): Resources {
  const { id, resource, suffix, source, destination } = connection;
  const { RoleName } = end === 'Source' ? source : destination;
  if (!RoleName) refuse(id, `Unable to get IAM role name from '${end}' resource.`);
  return {
    [`${id}Policy${suffix}`]: made({ resource }, 'AWS::IAM::ManagedPolicy', { PolicyDocument, Roles: [RoleName] }),
  };
}

function permission(connection: Connection, category: string, { actions, service, from, account }: Grant): Resources {
  const { id, resource, suffix, destination } = connection;
  const arn = destination.Arn ?? refuse(id, "Unable to get Lambda function ARN from 'Destination' resource.");
  return {
    [`${id}${category}LambdaPermission${suffix}`]: made({ resource }, 'AWS::Lambda::Permission', {
      Action: actions[0],
      FunctionName: arn,
      Principal: service,
      SourceArn: from === undefined ? undefined : substituteIn(connection, from),
      SourceAccount: account === undefined ? undefined : substituteIn(connection, account),
    }),
  };
}

function statement(connection: Connection, { actions, on, service, from }: Grant): object {
  const resources = on.map((each) => substituteIn(connection, each));
  if (service === undefined || from === undefined) return { Effect: 'Allow', Action: actions, Resource: resources };
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Resource: resources[0],
    Action: actions[0],
    Condition: { ArnEquals: { 'aws:SourceArn': substituteIn(connection, from) } },
  };
}

/** A text with `%{Source.Arn}` and the like, as CloudFormation takes it. */
function substituteIn({ id, source, destination }: Connection, text: string): unknown {
  const values: Record<string, unknown> = {};
  let whole: unknown;
  const substituted = text.replace(/%\{(Source|Destination)\.(\w+)\}/g, (placeholder, end: string, name: string) => {
    const value =
      (end === 'Source' ? source : destination)[name as keyof ConnectorEnd] ?? refuse(id, `${end}.${name} is missing.`);
    if (placeholder === text) whole = value;
    values[`${end}${name}`] = value;
    return `\${${end}${name}}`;
  });
  if (whole !== undefined) return whole;
  if (!/\$\{.+\}/.test(substituted)) return substituted;
  return { 'Fn::Sub': Object.keys(values).length > 0 ? [substituted, values] : substituted };
}
