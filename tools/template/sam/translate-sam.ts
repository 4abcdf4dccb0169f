import type { Template } from '../template.ts';
import { api } from './api.ts';
import { application } from './application.ts';
import { connectors } from './connectors.ts';
import { serverlessFunction } from './function.ts';
import { withGlobals } from './globals.ts';
import { layerVersion } from './layer-version.ts';
import type { Resources, SamResource } from './resources.ts';
import { simpleTable } from './simple-table.ts';
import { stateMachine } from './state-machine.ts';

const TYPES: Readonly<Record<string, (resource: SamResource) => Resources>> = {
  'AWS::Serverless::Function': serverlessFunction,
  'AWS::Serverless::StateMachine': stateMachine,
  'AWS::Serverless::SimpleTable': simpleTable,
  'AWS::Serverless::Application': application,
  'AWS::Serverless::LayerVersion': layerVersion,
  'AWS::Serverless::Api': api,
  'AWS::Serverless::HttpApi': api,
};

/**
 * A SAM template as plain CloudFormation, with the resources and the logical ids that SAM makes (SAM developer guide:
 * "Generated CloudFormation resources"): all that says who hears what and who may say what. Routes of APIs are left out.
 */
export function translateSam(template: Template): Template {
  const resources: Resources = {};
  for (const [id, resource] of Object.entries(template.Resources)) {
    const translate = TYPES[resource.Type];
    const properties = withGlobals(template, resource.Type, resource.Properties ?? {});
    if (translate) Object.assign(resources, translate({ id, resource, properties }));
    else if (!resource.Type.startsWith('AWS::Serverless::')) resources[id] = resource;
  }
  return { ...template, Resources: { ...resources, ...connectors(template, resources) } };
}
