import { type FormValue, readForm } from '#local/gateway/query-protocol.ts';
import type { Demand, Demands } from './demand.ts';

/** What calls to STS ask leave for: the role that is to be assumed. Who one is, everybody may ask. */
export const stsDemands: Demands = ({ body }) => {
  const form = readForm(body);
  const action = String(form.Action ?? '');
  // What is no ARN is refused as such.
  if (action === 'AssumeRole') return isArn(form.RoleArn) ? [assumeRoleDemand(form)] : [];
  return action === 'GetCallerIdentity' || action === 'GetSessionToken'
    ? []
    : [{ action: `sts:${action}`, resource: '*' }];
};

export const isArn = (value: FormValue | undefined): value is string =>
  typeof value === 'string' && /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(value);

/** With the condition keys of the call (service authorization reference: "AWS Security Token Service"). */
export function assumeRoleDemand(form: { readonly [name: string]: FormValue }): Demand {
  const { RoleArn, RoleSessionName, ExternalId } = form;
  return {
    action: 'sts:AssumeRole',
    resource: typeof RoleArn === 'string' ? RoleArn : '*',
    context: {
      ...(typeof RoleSessionName === 'string' && { 'sts:rolesessionname': [RoleSessionName] }),
      ...(typeof ExternalId === 'string' && { 'sts:externalid': [ExternalId] }),
    },
  };
}
