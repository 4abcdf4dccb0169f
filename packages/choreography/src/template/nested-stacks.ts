import { basename, dirname, resolve } from 'node:path';
import type { ReadOptions } from './collect-problems.ts';
import { isFile } from './document/is-file.ts';
import { readText } from './document/read-text.ts';
import { InputError } from './input-error.ts';
import { localCode } from './local-code.ts';
import { parseTemplate } from './parse-template.ts';
import { prepareTemplate } from './prepare-template.ts';
import type { Stack } from './template.ts';

/**
 * The stacks that a stack's resources of type `AWS::CloudFormation::Stack` make, as far as their templates are on this
 * machine: as assets, or as files beside the stack's own. Those in them, too. Throws an InputError when they make each other in a circle.
 */
export function nestedStacks(stack: Stack, options: ReadOptions = {}, within: readonly string[] = []): Stack[] {
  const makers: string[] = [];
  for (const id in stack.template.Resources)
    if (stack.template.Resources[id]?.Type === 'AWS::CloudFormation::Stack') makers.push(id);
  return makers.flatMap((id): Stack[] => {
    const from = templateFile(stack.template.Resources[id]?.Properties?.TemplateURL, stack.assets, stack.file);
    if (!from) return [];
    const files = [...within, stack.file ?? ''];
    if (files.includes(from))
      throw new InputError(
        `${from}: these nested stacks make each other in a circle: ${[...files.slice(files.indexOf(from)), from].map((file) => basename(file)).join(' → ')}.`,
      );
    const template = prepareTemplate(from, parseTemplate(from, readText(from), options), options);
    const nested: Stack = {
      name: `${stack.name}-${id.replace(/NestedStack.*$/, '')}`,
      template,
      assets: new Map([...stack.assets, ...localCode(from, template)]),
      file: from,
      nestedIn: { template: stack.name, id },
      ...(stack.environment && { environment: stack.environment }),
    };
    return [nested, ...nestedStacks(nested, options, files)];
  });
}

function templateFile(url: unknown, assets: ReadonlyMap<string, string>, file: string | undefined): string | undefined {
  const text = JSON.stringify(url ?? '');
  const asset = [...assets].find(([key]) => text.includes(key))?.[1];
  if (asset) return asset;
  if (file === undefined || typeof url !== 'string' || /^\w+:\/\//.test(url)) return undefined;
  const beside = resolve(dirname(file), url);
  return isFile(beside) ? beside : undefined;
}
