import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Resource } from '#local/resources/types/resource-type.ts';
import { asObject } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The properties of a state machine with its definition as text in `DefinitionString`. SAM's `DefinitionUri` is the path of a file from
 * the template's folder; each `${NAME}` is replaced from `DefinitionSubstitutions`. Throws an InputError if the file cannot be read.
 */
export function withDefinition({ properties, file }: Resource): Record<string, unknown> {
  const { DefinitionUri, DefinitionSubstitutions, ...rest } = properties;
  const written = DefinitionUri === undefined ? rest.DefinitionString : textAt(DefinitionUri, file);
  if (typeof written !== 'string') return rest;
  const values = asObject(DefinitionSubstitutions);
  const DefinitionString = written.replace(/\$\{(\w+)\}/g, (text, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : text,
  );
  return { ...rest, DefinitionString };
}

function textAt(uri: unknown, file: string | undefined): string {
  if (typeof uri !== 'string' || file === undefined || uri.includes('://'))
    throw new InputError(`its DefinitionUri ${JSON.stringify(uri)} is no file on this machine`);
  const path = resolve(dirname(file), uri);
  try {
    // The engine takes JSON, and a file may be YAML.
    return JSON.stringify(parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new InputError(`its definition cannot be read: ${(error as Error).message}`);
  }
}
