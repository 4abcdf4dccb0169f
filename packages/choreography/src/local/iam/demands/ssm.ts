import { arn } from '#local/runtime/account.ts';
import { arnOf } from '#local/ssm/parameters.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/** What calls to Parameter Store ask leave for (service authorization reference: "AWS Systems Manager"): each parameter. */
export const ssmDemands: Demands = (request) => {
  const action = `ssm:${targetAction(request)}`;
  const { Name, Names, Path, ResourceId } = jsonBody(request) as Record<string, unknown>;
  const named = [Name, ResourceId, Path, ...(Array.isArray(Names) ? Names : [])].filter(
    (name) => typeof name === 'string',
  );
  if (named.length === 0) return [{ action, resource: arn('ssm', '*') }];
  const recursive = { 'ssm:recursive': [String(jsonBody(request).Recursive ?? false)] };
  return named.map((name) => ({
    action,
    resource: name.startsWith('arn:') ? name : arnOf(name.replace(/:[^:/]+$/, '')),
    ...(Path !== undefined && { context: recursive }),
  }));
};
