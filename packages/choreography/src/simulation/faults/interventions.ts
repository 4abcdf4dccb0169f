import { readDeadLetter } from '#contracts/dead-letter.ts';
import { byChance } from '#local/runtime/chance.ts';
import { Cause } from '#simulation/world/cause.ts';
import { requestFor } from '#simulation/world/service-request.ts';
import { BEGINNING, type World } from '#simulation/world/world.ts';
import type { Stack } from '#template/template.ts';

/** Schedules what an operator does while the system works (redrive, replay, redeploy), each at a drawn time if its fault is drawn. */
export function intervene(world: World, seed: number, until: number, next: readonly Stack[] | undefined): void {
  const cause = new Cause(seed, 'operator');
  const doIt = {
    redrive: (of: Cause) => redrive(world, of),
    replay: (of: Cause) => replay(world, of),
    redeploy: () => world.services.deploy(next ?? deployedAgain(world.stacks)),
  };
  for (const [name, act] of Object.entries(doIt)) {
    const own = cause.next(name);
    if (!world.faults.strikes(name as keyof typeof doIt, own)) continue;
    world.clock.after(until * (0.1 + 0.9 * own.draw('when')), () => {
      world.record('call', own, name);
      void world.inFlight.track(() => byChance(own, async () => void (await act(own))));
    });
  }
}

/** Gives each dead letter that names its function back to it, as `choreography redrive` does. Returns how many were given back. */
export async function redrive(world: World, cause: Cause): Promise<number> {
  const { sqs, mappings, functions } = world.services;
  const fed = new Set(mappings.all().map(({ settings }) => settings.sourceArn));
  let given = 0;
  for (const queue of sqs.store.all().filter(({ arn }) => !fed.has(arn))) {
    const QueueUrl = `http://127.0.0.1:4566/${queue.arn.split(':')[4]}/${queue.name}`;
    const seen = new Set<string>();
    for (;;) {
      const { Messages = [] } = await call(world, cause, 'ReceiveMessage', {
        ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1, WaitTimeSeconds: 0 },
        ...{ AttributeNames: ['All'], MessageAttributeNames: ['All'] },
      });
      const letters = (Messages as Message[]).filter(({ MessageId }) => !seen.has(MessageId));
      if (letters.length === 0) break;
      for (const message of letters) {
        seen.add(message.MessageId);
        const { input, target, event } = readDeadLetter(message);
        const found = target === null ? undefined : functions.find(target);
        if (!found) continue;
        const own = cause.next(`${queue.name}>${given++}`);
        byChance(own, () =>
          functions.invokeAsync(found.config.name, input, {}, ({ outcome }) => {
            if (event) world.handled(event.id, found.config.name, outcome);
          }),
        );
        await call(world, cause, 'DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
      }
    }
  }
  return given;
}

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

async function call(world: World, cause: Cause, operation: string, input: object): Promise<{ Messages?: unknown }> {
  const own = cause.next(operation);
  const { body } = await byChance(own, () =>
    world.serve(own, 'sqs', requestFor('sqs', `AmazonSQS.${operation}`, input)),
  );
  return JSON.parse(String(body) || '{}');
}

/** Replays the events of every archive. */
async function replay(world: World, cause: Cause): Promise<void> {
  const ask = async (operation: string, input: object) => {
    const own = cause.next(operation);
    const request = requestFor('events', `AWSEvents.${operation}`, input);
    return JSON.parse(String((await byChance(own, () => world.serve(own, 'events', request))).body));
  };
  const { Archives } = (await ask('ListArchives', {})) as {
    Archives: { ArchiveName: string; EventSourceArn: string }[];
  };
  for (const { ArchiveName, EventSourceArn } of Archives)
    await ask('StartReplay', {
      ReplayName: `simulated-${ArchiveName}`.slice(0, 64),
      EventSourceArn: EventSourceArn.replace(/event-bus\/.*/, `archive/${ArchiveName}`),
      EventStartTime: BEGINNING / 1000 - 60,
      EventEndTime: Math.floor(world.clock.now() / 1000),
      Destination: { Arn: EventSourceArn },
    });
}

/** The same stacks, with a change to every function, so that it is deployed again and its environments end. */
const deployedAgain = (stacks: readonly Stack[]): Stack[] =>
  stacks.map((stack) => ({
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).map(([id, resource]) => [
          id,
          resource.Type === 'AWS::Lambda::Function'
            ? { ...resource, Properties: { ...resource.Properties, Description: 'deployed again' } }
            : resource,
        ]),
      ),
    },
  }));
