import { isObject } from '#template/document/as-object.ts';

export const NO_VALUE_REFERENCE = { Ref: 'AWS::NoValue' };

/** Whether a value is an intrinsic function, as SAM decides it: an object of one key, `Ref`, `Condition` or `Fn::…`. */
export function isIntrinsic(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

export const isNoValue = (value: unknown): boolean => isIntrinsic(value) && value.Ref === 'AWS::NoValue';

/** The condition and both branches of `Fn::If`; undefined for anything else. */
export function branchesOf(
  value: unknown,
): { readonly condition: string; readonly whenTrue: unknown; readonly whenFalse: unknown } | undefined {
  const choice = isIntrinsic(value) ? value['Fn::If'] : undefined;
  if (!Array.isArray(choice) || choice.length !== 3) return undefined;
  return { condition: String(choice[0]), whenTrue: choice[1], whenFalse: choice[2] };
}

/** The logical id that `Ref` or `Fn::GetAtt` leads to. */
export function referredId(value: unknown): string | undefined {
  if (!isIntrinsic(value)) return undefined;
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute) && attribute.length === 2 && typeof attribute[0] === 'string') return attribute[0];
  const [id, ...path] = typeof attribute === 'string' ? attribute.split('.') : [];
  return path.length === 1 ? id : undefined;
}
