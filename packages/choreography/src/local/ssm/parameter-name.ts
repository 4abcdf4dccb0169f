import { validationError } from '#local/gateway/aws-error.ts';

/** Throws Systems Manager's answer to a name that a parameter cannot have (API reference: PutParameter). */
export function mustBeName(name: string): void {
  const path = name.replace(/^\//, '').split('/');
  const isPath = name.includes('/');
  const wrong =
    path.some((part) => !/^[\w.-]+$/.test(part)) || (isPath && !name.startsWith('/')) || /^\/?(?:aws|ssm)/i.test(name);
  if (wrong)
    throw validationError(
      'Parameter name: can\'t be prefixed with "ssm" or "aws" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (path.length > 15) throw validationError('A parameter name can have at most 15 levels.');
}
