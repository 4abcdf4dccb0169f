import {
  CreateApiDestinationCommand,
  type CreateApiDestinationRequest,
  CreateConnectionCommand,
  type CreateConnectionRequest,
  CreateEventBusCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DeleteEventBusCommand,
  type HttpParameters,
} from '@aws-sdk/client-eventbridge';
import { ACCOUNT, type Aws } from '../aws.ts';
import { aRuleTo } from './a-bus.ts';
import { aQueue } from './a-queue.ts';
import type { GivenStack, Resources } from './a-stack.ts';
import { attribute, busOf, queueOf, ref, roleOf, sendsTo } from './templates.ts';

type Auth = Pick<CreateConnectionRequest, 'AuthorizationType' | 'AuthParameters'>;
interface Given {
  readonly auth: Auth;
  /** Behind the name of the door, which begins the path. */
  readonly path?: string;
  readonly parameters?: HttpParameters;
}

/** A rule that sends the detail of each event to an API destination; what cannot be sent goes to the queue `lost`. */
export const anApiDestination = (given: Given): GivenStack => {
  const connection = (name: string) => ({ Name: name, ...given.auth });
  const destination = (name: string, listener: string) => ({
    ...{ Name: name, HttpMethod: 'POST' as const },
    InvocationEndpoint: `${listener}/${name}${given.path ?? ''}`,
  });
  const target = { Id: 'door', InputPath: '$.detail', ...(given.parameters && { HttpParameters: given.parameters }) };
  return {
    resources: (name, listener) => ({
      Bus: busOf(name('bus')),
      Lost: queueOf(name('lost')),
      LostPolicy: sendsTo('Lost'),
      Connection: { Type: 'AWS::Events::Connection', Properties: connection(name('connection')) },
      Door: {
        Type: 'AWS::Events::ApiDestination',
        Properties: { ...destination(name('door'), listener), ConnectionArn: attribute('Connection') },
      },
      Role: roleOf('events', 'events:InvokeApiDestination'),
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ...{ EventBusName: ref('Bus'), EventPattern: { source: ['story'] } },
          Targets: [
            {
              ...{ ...target, Arn: attribute('Door'), RoleArn: attribute('Role') },
              ...{ DeadLetterConfig: { Arn: attribute('Lost') }, RetryPolicy: { MaximumRetryAttempts: 3 } },
            },
          ],
        },
      },
    }),
    create: (aws, name, resources) => createByCalls(aws, name, resources, target),
  };
};

/** The same by EventBridge's own calls. */
async function createByCalls(aws: Aws, name: (word: string) => string, resources: Resources, target: { Id: string }) {
  const { ConnectionArn } = await aws.events.send(
    new CreateConnectionCommand(resources.Connection?.Properties as unknown as CreateConnectionRequest),
  );
  aws.afterwards(() => aws.events.send(new DeleteConnectionCommand({ Name: name('connection') })));
  const destination = resources.Door?.Properties as unknown as CreateApiDestinationRequest;
  const { ApiDestinationArn: Arn } = await aws.events.send(
    new CreateApiDestinationCommand({ ...destination, ConnectionArn }),
  );
  aws.afterwards(() => aws.events.send(new DeleteApiDestinationCommand({ Name: name('door') })));
  await aws.events.send(new CreateEventBusCommand({ Name: name('bus') }));
  aws.afterwards(() => aws.events.send(new DeleteEventBusCommand({ Name: name('bus') })));
  const lost = await aQueue(aws, 'lost', {}, name('lost'));
  await aRuleTo(aws, name('bus'), [
    {
      ...{ ...target, Arn, RoleArn: `arn:aws:iam::${ACCOUNT}:role/story` },
      ...{ DeadLetterConfig: { Arn: lost.arn }, RetryPolicy: { MaximumRetryAttempts: 3 } },
    },
  ]);
}
