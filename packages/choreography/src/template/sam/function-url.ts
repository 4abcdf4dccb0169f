import { made, type Resources, type SamResource } from './resources.ts';

/** The function's address, open to everybody when it asks for no signature. */
export function functionUrl(sam: SamResource): Resources {
  const { id, properties } = sam;
  const config = properties.FunctionUrlConfig;
  if (!config) return {};
  const url = made(sam, 'AWS::Lambda::Url', {
    TargetFunctionArn: { Ref: id },
    AuthType: config.AuthType,
    InvokeMode: config.InvokeMode,
    Cors: config.Cors,
  });
  const permission = made(sam, 'AWS::Lambda::Permission', {
    FunctionName: { Ref: id },
    Action: 'lambda:InvokeFunctionUrl',
    Principal: '*',
    FunctionUrlAuthType: 'NONE',
  });
  return { [`${id}Url`]: url, ...(config.AuthType === 'NONE' && { [`${id}UrlPublicPermissions`]: permission }) };
}
