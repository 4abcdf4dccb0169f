import { asObject } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';
import type { Template, TemplateResource } from '#template/template.ts';
import { IMPLICIT } from './api/api-body.ts';
import { HTTP_API_PROPERTIES, REST_API_PROPERTIES } from './api/api-properties.ts';
import { httpApi } from './api/http-api.ts';
import { restApi } from './api/rest-api.ts';
import { APPLICATION_PROPERTIES, application } from './application.ts';
import { connectorsOf } from './connectors/connectors.ts';
import { serverlessFunction } from './function/function.ts';
import { FUNCTION_PROPERTIES } from './function/function-properties.ts';
import { LAYER_VERSION_PROPERTIES, layerVersion } from './function/layer-version.ts';
import { checkGlobals, withGlobals } from './globals.ts';
import { checkProperties, type PropertyKinds } from './properties.ts';
import { referencesTo, withReferences } from './references.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Resources, SamResource } from './resources.ts';
import { SIMPLE_TABLE_PROPERTIES, simpleTable } from './simple-table.ts';
import { STATE_MACHINE_PROPERTIES, stateMachine } from './state-machine.ts';

interface SamType {
  translate(resource: SamResource): Resources;
  readonly properties: PropertyKinds;
}

const TYPES: Readonly<Record<string, SamType>> = {
  'AWS::Serverless::Function': { translate: serverlessFunction, properties: FUNCTION_PROPERTIES },
  'AWS::Serverless::StateMachine': { translate: stateMachine, properties: STATE_MACHINE_PROPERTIES },
  'AWS::Serverless::SimpleTable': { translate: simpleTable, properties: SIMPLE_TABLE_PROPERTIES },
  'AWS::Serverless::Application': { translate: application, properties: APPLICATION_PROPERTIES },
  'AWS::Serverless::LayerVersion': { translate: layerVersion, properties: LAYER_VERSION_PROPERTIES },
  'AWS::Serverless::Api': { translate: restApi, properties: REST_API_PROPERTIES },
  'AWS::Serverless::HttpApi': { translate: httpApi, properties: HTTP_API_PROPERTIES },
};

const APIS = ['AWS::Serverless::Api', 'AWS::Serverless::HttpApi'];

/**
 * A SAM template as plain CloudFormation, with the resources and the logical ids that SAM makes (SAM developer guide:
 * "Generated CloudFormation resources"): all that decides which events are heard and said. Types without events (such as
 * `AWS::Serverless::GraphQLApi`) are unchanged.
 * What is read and not translated is told to `onWarning`. Throws an InputError, which begins with `file` and has a line for each, when SAM refuses resources.
 */
export function translateSam(
  template: Template,
  file = 'The template',
  onWarning: (sentence: string) => void = () => {},
): Template {
  const refusals: string[] = [];
  const attempt = (id: string, Type: string, translate: () => void) => {
    try {
      translate();
    } catch (error) {
      // The shapes of SAM's properties are many: one that is none of them is met where it is read.
      if (error instanceof TypeError)
        refusals.push(`${file}: the properties of ${id} are none that SAM knows for ${Type}.`);
      else if (error instanceof Refusal) refusals.push(`${file}: SAM refuses ${error.what}: ${error.message}`);
      else throw error;
    }
  };
  const conditions: Record<string, unknown> = { ...asObject(template.Conditions) };
  const [changed, resources, references]: [Resources, Resources, Map<string, string>] = [{}, {}, new Map()];
  const warn = (sentence: string) => onWarning(`${file}: ${sentence}`);
  const context: Context = { template, conditions, changed, routes: {}, settingsOfRoutes: {}, authOfRoutes: {}, warn };
  attempt('Globals', 'Globals', () => checkGlobals(template));
  const translateOne = (id: string, resource: TemplateResource) => {
    if (resource.Type === 'AWS::Serverless::Connector') return;
    const type = TYPES[resource.Type];
    if (!type || refusals.some((refusal) => refusal.includes('SAM refuses Globals'))) resources[id] = resource;
    else
      attempt(id, resource.Type, () => {
        const sam = samResource(id, resource, type, context);
        const made = type.translate(sam);
        for (const reference of referencesTo(id, made)) references.set(...reference);
        for (const own of Object.keys(made)) checkUnique(id, own, made, template);
        Object.assign(resources, made);
      });
  };
  const isApi = ([, { Type }]: readonly [string, TemplateResource]) => APIS.includes(Type);
  const all = Object.entries(template.Resources);
  for (const one of all.filter((each) => !isApi(each))) translateOne(...one);
  // Functions first: their events give the routes of each API's body, and which implicit APIs are needed.
  for (const one of all.filter(isApi)) translateOne(...one);
  for (const { id, type: Type } of Object.values(IMPLICIT))
    if (context.routes[id] && !template.Resources[id])
      translateOne(id, { Type, Properties: Type === 'AWS::Serverless::Api' ? { StageName: 'Prod' } : {} });
  Object.assign(resources, changed);
  if (refusals.length === 0)
    attempt('its connectors', 'AWS::Serverless::Connector', () =>
      Object.assign(resources, connectorsOf(template, resources)),
    );
  if (refusals.length > 0) throw new InputError(refusals.join('\n'));
  const translated = {
    ...template,
    Resources: resources,
    ...(Object.keys(conditions).length > 0 && { Conditions: conditions }),
  };
  return withReferences(translated, references);
}

type Context = Omit<SamResource, 'id' | 'resource' | 'properties'>;

function samResource(id: string, resource: TemplateResource, { properties }: SamType, context: Context): SamResource {
  if (!/^[A-Za-z0-9]+$/.test(id)) refuse(id, 'Logical ids must be alphanumeric.');
  const given = withGlobals(context.template, id, resource);
  return {
    id,
    resource,
    properties: checkProperties(id, resource.Type, given, properties),
    ...context,
  };
}

/** Types of which SAM takes the place of one that is there. */
const REPLACED = ['AWS::SNS::Topic', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'];

function checkUnique(id: string, own: string, made: Resources, template: Template): void {
  const there = template.Resources[own];
  const Type = made[own]?.Type ?? '';
  if (own === id || !there || (REPLACED.includes(Type) && there.Type === Type)) return;
  refuse(
    id,
    `it would make a resource ${own} of type ${Type}, and the template has one of that id already. Please use a different id for that resource.`,
  );
}
