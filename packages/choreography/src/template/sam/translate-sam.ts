import { asObject } from '#template/as-object.ts';
import { InputError } from '#template/input-error.ts';
import type { Template } from '#template/template.ts';
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
 * Throws an InputError, which begins with `file`, for a resource whose properties have not the shape that SAM asks for.
 */
export function translateSam(template: Template, file = 'The template'): Template {
  const resources: Resources = {};
  for (const [id, resource] of Object.entries(template.Resources)) {
    const translate = TYPES[resource.Type];
    if (translate) {
      const properties = withGlobals(template, resource.Type, asObject(resource.Properties));
      try {
        Object.assign(resources, translate({ id, resource, properties }));
      } catch (error) {
        // The shapes of SAM's properties are many: one that is none of them is met where it is read.
        if (!(error instanceof TypeError)) throw error;
        throw new InputError(`${file}: the properties of ${id} are none that SAM knows for ${resource.Type}.`);
      }
    } else if (!resource.Type.startsWith('AWS::Serverless::')) resources[id] = resource;
  }
  return { ...template, Resources: { ...resources, ...connectors(template, resources) } };
}
