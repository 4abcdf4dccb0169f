import { asObject } from '#template/as-object.ts';
import type { Template, TemplateResource } from '#template/template.ts';
import { getArn, made, type Resources } from './resources.ts';

interface Connector {
  readonly Source?: { readonly Id?: string; readonly RoleName?: unknown };
  readonly Destination?: End | readonly End[];
  readonly Permissions?: readonly string[];
}
interface End {
  readonly Id?: string;
  readonly Arn?: unknown;
  readonly Type?: string;
}

/**
 * Connectors, standing alone or at their source, as the policies that SAM makes of them: those that let a function or a
 * state machine put events on a bus. Other connections carry no event to a bus.
 */
export function connectors({ Resources: written }: Template, made: Resources): Resources {
  const policies: Resources = {};
  for (const [id, resource] of Object.entries(written)) {
    if (resource.Type === 'AWS::Serverless::Connector')
      Object.assign(policies, policyOf(id, resource, resource.Properties as Connector, made));
    const embedded = (resource as { Connectors?: Record<string, { Properties?: Connector }> }).Connectors ?? {};
    for (const [name, { Properties = {} }] of Object.entries(embedded))
      Object.assign(policies, policyOf(`${id}${name}`, resource, { ...Properties, Source: { Id: id } }, made));
  }
  return policies;
}

function policyOf(
  id: string,
  resource: TemplateResource,
  { Source, Destination, Permissions = [] }: Connector,
  all: Resources,
): Resources {
  const role = Source?.RoleName ?? roleName(all[Source?.Id ?? '']);
  const buses = (Array.isArray(Destination) ? Destination : [Destination ?? {}]).flatMap((end: End) => {
    const type = end.Type ?? all[end.Id ?? '']?.Type;
    return type === 'AWS::Events::EventBus' ? [end.Id === undefined ? end.Arn : getArn(end.Id)] : [];
  });
  if (role === undefined || buses.length === 0 || !Permissions.includes('Write')) return {};
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: buses }],
  };
  return {
    [`${id}Policy`]: made({ resource }, 'AWS::IAM::ManagedPolicy', {
      PolicyDocument: document,
      Roles: [role],
    }),
  };
}

/** The name of the role that a function or a state machine acts in. */
function roleName(resource: TemplateResource | undefined): unknown {
  const { Role = resource?.Properties?.RoleArn } = resource?.Properties ?? {};
  if (typeof Role === 'string') return Role.split('/').at(-1);
  const attribute = asObject(Role)['Fn::GetAtt'];
  const [id] = Array.isArray(attribute) ? attribute : String(attribute ?? '').split('.');
  return id ? { Ref: id } : undefined;
}
