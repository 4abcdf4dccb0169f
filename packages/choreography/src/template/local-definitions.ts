import { dirname, resolve } from 'node:path';
import { isFile } from './document/is-file.ts';
import { parseDocument } from './document/parse-document.ts';
import { readText } from './document/read-text.ts';
import type { Template, TemplateResource } from './template.ts';

const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/**
 * A template in which each state machine whose `DefinitionUri` is a file beside it has that as text, as `sam package` would bring it.
 * Others are left as they are.
 */
export function withLocalDefinitions(template: Template, file: string): Template {
  const { Resources } = template;
  if (!hasStateMachine(template)) return template;
  const read = (resource: TemplateResource): TemplateResource => {
    const { DefinitionUri, ...rest } = resource.Properties ?? {};
    if (resource.Type !== STATE_MACHINE || typeof DefinitionUri !== 'string' || DefinitionUri.includes('://'))
      return resource;
    const path = resolve(dirname(file), DefinitionUri);
    if (!isFile(path)) return resource;
    // Its `${NAME}`s are substituted where it is used.
    const DefinitionString = JSON.stringify(parseDocument(path, readText(path)));
    return { ...resource, Properties: { ...rest, DefinitionString } };
  };
  return {
    ...template,
    Resources: Object.fromEntries(Object.entries(Resources).map(([id, resource]) => [id, read(resource)])),
  };
}

function hasStateMachine({ Resources }: Template): boolean {
  for (const id in Resources) if (Resources[id]?.Type === STATE_MACHINE) return true;
  return false;
}
