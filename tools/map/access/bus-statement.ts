import { asObject, isObject } from '../../template/as-object.ts';
import { localArn } from '../../template/system/arn.ts';
import { busName } from '../../template/system/identity.ts';
import type { System } from '../../template/system/system.ts';
import type { SystemResource } from '../../template/system/system-resource.ts';
import type { Statement } from './statement.ts';

/** The statement of an `AWS::Events::EventBusPolicy`, in its long form or its short one, and the ARN of its bus. */
export function busStatement(system: System, policy: SystemResource): { statement: Statement; bus: string } {
  const named = policy.read('EventBusName');
  const bus = system.find(named, 'AWS::Events::EventBus')?.arn ?? localArn('events', `event-bus/${busName(named)}`);
  const statement: Statement = isObject(policy.read('Statement'))
    ? asObject(policy.read('Statement'))
    : {
        Effect: 'Allow',
        Action: policy.read('Action'),
        Principal: policy.read('Principal') === '*' ? '*' : { AWS: policy.read('Principal') },
      };
  return { statement: { ...statement, Resource: bus }, bus };
}
