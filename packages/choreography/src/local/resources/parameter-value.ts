import { InputError } from '#template/input-error.ts';
import type { TemplateParameter } from '#template/template.ts';

/**
 * A template parameter's value: the one that is given, else its default, as its type has it (CloudFormation user guide:
 * "Parameters section"). Throws an InputError when there is none, or when the template does not allow it.
 */
export function parameterValue(stack: string, name: string, parameter: TemplateParameter, given: unknown): unknown {
  const { Type = 'String', Default } = parameter;
  const value = given ?? Default;
  if (value === undefined)
    throw new InputError(
      `${stack}: the parameter ${name} has no default: give its value with --parameter ${name}=VALUE.`,
    );
  if (Type.startsWith('AWS::SSM::Parameter::Value'))
    throw new InputError(
      `${stack}: the parameter ${name} stands in the SSM parameter ${String(value)}, and the local runtime has no SSM.`,
    );
  const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
  const values = isList && !Array.isArray(value) ? String(value).split(',').map(trimmed) : value;
  for (const each of [values].flat()) checkAllowed(stack, name, parameter, String(each));
  return values;
}

function checkAllowed(stack: string, name: string, { Type, ...allowed }: TemplateParameter, value: string): void {
  const refuse = (must: string): never => {
    throw new InputError(`${stack}: the parameter ${name} must ${must}, and it is ${JSON.stringify(value)}.`);
  };
  const { AllowedValues, AllowedPattern, ConstraintDescription } = allowed;
  if (AllowedValues && !AllowedValues.map(String).includes(value)) refuse(`be one of ${AllowedValues.join(', ')}`);
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value))
    refuse(ConstraintDescription ?? `match ${AllowedPattern}`);
  if ((Type === 'Number' || Type === 'List<Number>') && (value === '' || Number.isNaN(Number(value))))
    refuse('be a number');
}

const trimmed = (text: string): string => text.trim();
