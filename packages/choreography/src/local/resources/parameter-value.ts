import { InputError } from '#template/input-error.ts';
import type { TemplateParameter } from '#template/template.ts';

/**
 * A template parameter's value: the one that is given, else its default, as its type has it (CloudFormation user guide:
 * "Parameters section"). Throws an InputError when there is none, or when the template does not allow it.
 */
export function parameterValue(
  stack: string,
  name: string,
  parameter: TemplateParameter,
  given: unknown,
  /** The value of an SSM parameter; undefined when there is none. */
  ssm: (name: string) => string | undefined = () => undefined,
): unknown {
  const { Default } = parameter;
  const [, ofSsm] = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(parameter.Type ?? '') ?? [];
  const Type = ofSsm ?? parameter.Type ?? 'String';
  const named = given ?? Default;
  const value = ofSsm === undefined || named === undefined ? named : ssm(String(named));
  if (value === undefined && named !== undefined)
    throw new InputError(
      `${stack}: the parameter ${name} takes its value from the SSM parameter ${JSON.stringify(named)}, which no template makes: give its value with --parameter ssm:${String(named)}=VALUE.`,
    );
  if (value === undefined)
    throw new InputError(
      `${stack}: the parameter ${name} has no default: give its value with --parameter ${name}=VALUE.`,
    );
  const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
  const values = isList && !Array.isArray(value) ? String(value).split(',').map(trimmed) : value;
  // What is allowed of an SSM parameter is its name.
  const allowed = ofSsm === undefined ? values : named;
  for (const each of [allowed].flat()) checkAllowed(stack, name, parameter, String(each));
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
