import { asObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import { getArn } from '#template/sam/resources.ts';
import { type EventType, eventName } from './event.ts';
import { permissionFor } from './invoked.ts';

/** `Cognito`: the user pool, which must be of the same template, calls the function at some of its steps. */
export const cognito: EventType = (event) => {
  const { sam, target, properties } = event;
  const { UserPool, Trigger } = properties;
  const poolId = (UserPool as { Ref?: unknown } | undefined)?.Ref;
  const pool = typeof poolId === 'string' ? (sam.changed[poolId] ?? sam.template.Resources[poolId]) : undefined;
  if (!pool || typeof poolId !== 'string')
    return refuse(eventName(event), 'Cognito events must reference a Cognito UserPool in the same template.');
  const own = asObject(pool.Properties);
  const LambdaConfig: Record<string, unknown> = { ...asObject(own.LambdaConfig) };
  for (const trigger of [Trigger].flat()) {
    if (Object.hasOwn(LambdaConfig, trigger))
      refuse(eventName(event), `Cognito trigger "${trigger}" defined multiple times.`);
    LambdaConfig[trigger] = target.arn;
  }
  sam.changed[poolId] = { ...pool, Properties: { ...own, LambdaConfig } };
  return {
    resources: {
      [`${target.functionName.Ref}CognitoPermission`]: permissionFor(event, 'cognito-idp.amazonaws.com', {
        SourceArn: getArn(poolId),
      }),
    },
  };
};
