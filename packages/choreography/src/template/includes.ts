import { dirname, resolve } from 'node:path';
import { isObject } from './document/as-object.ts';
import { isFile } from './document/is-file.ts';
import { parseDocument } from './document/parse-document.ts';
import { readText } from './document/read-text.ts';
import { InputError } from './input-error.ts';

/** What `AWS::Include` names (CloudFormation user guide: "AWS::Include transform"). */
export const INCLUDE = 'AWS::Include';

/**
 * A value in which each `Fn::Transform` of `AWS::Include` is replaced by its file's content, beside the template's own. Throws an
 * InputError that names a file that is not on this machine.
 */
export function withIncludes(value: unknown, file: string, within: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => withIncludes(item, file, within));
  if (!isObject(value)) return value;
  const { 'Fn::Transform': transform, ...rest } = value;
  const own = Object.fromEntries(
    Object.entries(rest).map(([name, inner]) => [name, withIncludes(inner, file, within)]),
  );
  const transforms = Array.isArray(transform) ? transform : transform === undefined ? [] : [transform];
  if (!transforms.every((each) => isObject(each) && each.Name === INCLUDE))
    return { ...own, 'Fn::Transform': transform };
  const [first] = transforms;
  if (first === undefined) return own;
  if (Object.keys(own).length === 0 && transforms.length === 1) return included(first, file, within);
  return Object.assign({}, ...transforms.map((each) => included(each, file, within)), own);
}

/** What is in the file of one include, whose own includes are beside it. */
export function included(transform: unknown, file: string, within: readonly string[] = []): unknown {
  const { Parameters } = transform as { Parameters?: { Location?: unknown } };
  const location = Parameters?.Location;
  const found =
    typeof location === 'string' && !/^\w+:\/\//.test(location) ? resolve(dirname(file), location) : undefined;
  if (found === undefined || !isFile(found))
    throw new InputError(
      `${file} includes ${typeof location === 'string' ? `"${location}"` : JSON.stringify(location)}, which is no file on this machine: give the processed template, or read on without it by --ignore-transform ${INCLUDE}.`,
    );
  if (within.includes(found)) throw new InputError(`${file} includes "${location}", which includes itself.`);
  return withIncludes(parseDocument(found, readText(found)), found, [...within, found]);
}
