import type { Target } from '#local/events/rule.ts';
import { validationError } from '#local/gateway/aws-error.ts';
import { isReserved, replaceVariables, variablesOf } from './input-transformer.ts';
import { isJson } from './is-json.ts';
import { jsonPath } from './json-path.ts';

/** Refuses a target whose input EventBridge would refuse, in its words. */
export function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1)
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw validationError(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && !jsonPath(InputPath))
    throw validationError(`Invalid JsonPath for target ${Id}: ${InputPath}.`);
  if (!InputTransformer) return;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  for (const [variable, path] of Object.entries(InputPathsMap)) {
    if (variable.startsWith('AWS') || isReserved(variable))
      throw validationError(`InputPathsMap for target ${Id} contains the reserved variable ${variable}.`);
    if (!jsonPath(path)) throw validationError(`Invalid JsonPath for target ${Id}: ${path}.`);
  }
  const unknown = variablesOf(InputTemplate).find(
    (variable) => !isReserved(variable) && !Object.hasOwn(InputPathsMap, variable),
  );
  if (unknown !== undefined)
    throw validationError(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  const filled = replaceVariables(InputTemplate, (_, quoted) => (quoted ? 'x' : '0'));
  if (!isJson(filled) && !filled.split('\n').every((line) => isJson(line)))
    throw validationError(`Invalid InputTemplate for target ${Id} : it is neither JSON nor a quoted string.`);
}
