import type { ReadOptions } from './collect-problems.ts';
import { isObject } from './document/as-object.ts';
import { parseDocument } from './document/parse-document.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

/**
 * Reads a template's text, JSON or YAML. Throws an InputError that names the file, with line and column when the text is broken.
 * Transforms and loops (`Fn::Transform`, `Fn::ForEach::…`) are not expanded.
 */
export function parseTemplate(file: string, text: string, options: ReadOptions = {}): Template {
  const content = parseDocument(file, text, options);
  if (!isObject(content) || !isObject(content.Resources))
    throw new InputError(`${file} is no CloudFormation template: it has no Resources.`);
  const template = content as unknown as Template;
  checkResources(file, template);
  return template;
}

/** Throws an InputError for a resource without a type; `Fn::…` is a loop or transform that makes resources later. */
export function checkResources(file: string, { Resources }: Template): void {
  for (const id in Resources) {
    const resource: unknown = Resources[id];
    if (!id.startsWith('Fn::') && (!isObject(resource) || typeof resource.Type !== 'string'))
      throw new InputError(`${file} is no CloudFormation template: its resource ${id} has no Type.`);
  }
}
