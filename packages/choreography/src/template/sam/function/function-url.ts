import { isObject } from '#template/document/as-object.ts';
import { isIntrinsic } from '#template/sam/intrinsic.ts';
import { isGiven } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import { made, type Resources, type SamResource } from '#template/sam/resources.ts';

/**
 * The function's address, of its alias if it has one. One without authorization is open to everybody, which takes two
 * permissions: to call the address, and to invoke the function by it.
 */
export function functionUrl(sam: SamResource, target: unknown): Resources {
  const { id, properties } = sam;
  const config = properties.FunctionUrlConfig;
  if (!isGiven(config)) return {};
  if (!isIntrinsic(config)) checkUrl(id, config);
  const { AuthType, InvokeMode, Cors } = config;
  const url = made(sam, 'AWS::Lambda::Url', {
    TargetFunctionArn: target,
    AuthType: AuthType ?? undefined,
    InvokeMode: InvokeMode ?? undefined,
    Cors: isGiven(Cors) ? Cors : undefined,
  });
  const everybody = (Action: string, more: object) =>
    made(sam, 'AWS::Lambda::Permission', { FunctionName: target, Action, Principal: '*', ...more });
  return {
    [`${id}Url`]: url,
    ...(AuthType === 'NONE' && {
      [`${id}UrlPublicPermissions`]: everybody('lambda:InvokeFunctionUrl', { FunctionUrlAuthType: 'NONE' }),
      [`${id}URLInvokeAllowPublicAccess`]: everybody('lambda:InvokeFunction', { InvokedViaFunctionUrl: true }),
    }),
  };
}

const CORS: Readonly<Record<string, readonly [type: string, is: (value: unknown) => boolean]>> = {
  AllowOrigins: ['list', Array.isArray],
  AllowMethods: ['list', Array.isArray],
  AllowCredentials: ['bool', (value) => typeof value === 'boolean'],
  AllowHeaders: ['list', Array.isArray],
  ExposeHeaders: ['list', Array.isArray],
  MaxAge: ['int', (value) => Number.isInteger(value) || typeof value === 'boolean'],
};

function checkUrl(id: string, { AuthType, Cors }: Readonly<Record<string, unknown>>): void {
  if (!isIntrinsic(AuthType) && AuthType !== 'AWS_IAM' && AuthType !== 'NONE')
    refuse(
      id,
      'AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.',
    );
  if (!isGiven(Cors) || isIntrinsic(Cors)) return;
  if (!isObject(Cors)) refuse(id, "Property 'FunctionUrlConfig.Cors' should be a map.");
  for (const [name, value] of Object.entries(Cors)) {
    const [type, is] = CORS[name] ?? refuse(id, `${name} is not a valid property for configuring Cors.`);
    if (!isIntrinsic(value) && !is(value)) refuse(id, `${name} must be of type ${type}.`);
  }
}
