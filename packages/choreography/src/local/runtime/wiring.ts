import type { Apis } from '#local/api-gateway/apis.ts';
import { Broker } from '#local/events/broker.ts';
import { Brokers } from '#local/events/brokers.ts';
import type { Destinations } from '#local/events/deliver.ts';
import { newEvent } from '#local/events/event.ts';
import type { Pipes } from '#local/events/pipes/pipes.ts';
import { mustBeAssumedByScheduler } from '#local/events/scheduler/role-trust.ts';
import { Scheduler } from '#local/events/scheduler/scheduler.ts';
import { groupArn } from '#local/events/scheduler/schedules.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { callerIn } from '#local/iam/caller.ts';
import { Iam } from '#local/iam/iam.ts';
import { resourcePolicies } from '#local/iam/resource-policies.ts';
import type { DurableExecutions } from '#local/lambda/durable/durable-executions.ts';
import { EventSourceMappings } from '#local/lambda/event-source/event-source-mappings.ts';
import { sendFailure } from '#local/lambda/event-source/send-failure.ts';
import { Functions, functionName } from '#local/lambda/functions.ts';
import type { Beside } from '#local/resources/beside/beside.ts';
import { UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type Sns, startSns } from '#local/sns/start-sns.ts';
import { type AccountRegion, accountRegionIn, arn as arnOf, REGION } from './account.ts';
import type { RuntimeServices } from './services.ts';
import { targetDestinations } from './target-destinations.ts';

export function composeIam(services: RuntimeServices): Iam {
  const { clock, notify, iamMode = 'enforce' } = services.foundation;
  const policies = resourcePolicies({
    queue: (queueArn) => services.queues.policyOf(queueArn),
    topic: (topicArn) => services.sns.policyOf(topicArn),
    function: (functionArn) => services.functions.policies.of(functionName(functionArn)),
    logs: () => services.logs.resourcePolicies.statements(),
    bus: (busArn) => services.brokers.find(accountRegionIn(busArn))?.buses.find(busArn)?.policy ?? [],
    role: (roleArn) => services.iam.roleWith(roleArn)?.trust.statements ?? [],
  });
  return new Iam(policies, notify, () => clock.now(), iamMode);
}

export function composeSns(services: RuntimeServices): Sns {
  const { notify, state, onOperation } = services.foundation;
  const others: Parameters<typeof startSns>[2] = {
    authorize: (demand, topicArn) => services.iam.demandOfService('sns.amazonaws.com', demand, topicArn),
    invoke: (functionArn, event) => services.functions.invokeAsync(functionArn, event),
    notify,
    ...(onOperation && { count: onOperation }),
  };
  return startSns(services.sqs.store, REGION, others, state);
}

export function composeFunctions(services: RuntimeServices): Functions {
  const { clock, inFlight, notify } = services.foundation;
  return new Functions(
    {
      toQueue: (queueArn, body, attributes) => services.queues.send(queueArn, body, attributes),
      toTopic: (topicArn, message) => services.sns.publish(topicArn, message),
      toBus: (bus, event) => services.broker.route(bus, newEvent(event, clock.now())),
      authorize: ({ name, roleArn }, demand) => services.iam.demand(callerIn(name, roleArn), [demand]),
    },
    inFlight,
    notify,
    clock,
    services.foundation.state,
  );
}

export function composeMappings(services: RuntimeServices): EventSourceMappings {
  const { functions, iam, sqs, dynamodb, foundation } = services;
  const { clock, inFlight, notify, receiveEveryMs, pollers } = foundation;
  return new EventSourceMappings({
    ...(receiveEveryMs !== undefined && { receiveEveryMs }),
    ...(pollers !== undefined && { pollers }),
    functions,
    clock,
    inFlight,
    notify,
    queues: sqs.store,
    authorize: ({ name, roleArn }, action, queueArn) =>
      // SQS writes actions so in its refusals.
      iam.demand(callerIn(name, roleArn), [{ action: `sqs:${action.toLowerCase()}`, resource: queueArn }]),
    streams: dynamodb.streams,
    demand: ({ name, roleArn }, demand) => iam.demand(callerIn(name, roleArn), [demand]),
    toFailureDestination: ({ name, roleArn }, destination, record) =>
      sendFailure(destination, record, {
        authorize: (demand) => iam.demand(callerIn(name, roleArn), [demand]),
        toQueue: (queueArn, body) => services.queues.send(queueArn, body),
        toTopic: (topicArn, message) => services.sns.publish(topicArn, message),
      }),
  });
}

export async function composePipes(services: RuntimeServices): Promise<Pipes> {
  const { queues, sns, functions, broker, iam, sqs, dynamodb } = services;
  const { clock, inFlight, notify, onOperation = UNCOUNTED } = services.foundation;
  const pipes = await import('#local/events/pipes/pipes.ts');
  return new pipes.Pipes({
    functions,
    clock,
    inFlight,
    notify,
    count: onOperation,
    queues: sqs.store,
    streams: dynamodb.streams,
    toQueue: (queueArn, body, group, deduplicationId) => queues.send(queueArn, body, {}, group, deduplicationId),
    toTopic: (topicArn, message) => sns.publish(topicArn, message),
    toBuses: (Entries) => broker.putEvents({ Entries }),
    authorize: ({ name, properties: { RoleArn } }, demand) => {
      mustTrust(iam, RoleArn, 'pipes.amazonaws.com');
      iam.demand(callerIn(name, RoleArn), [demand]);
    },
    now: () => clock.now(),
  });
}

export async function composeDurable({ functions, iam, foundation }: RuntimeServices): Promise<DurableExecutions> {
  const { clock, inFlight, state: journal } = foundation;
  const durable = await import('#local/lambda/durable/durable-executions.ts');
  return new durable.DurableExecutions({
    clock,
    inFlight,
    journal,
    find: (name) => functions.find(name),
    call: async ({ name, roleArn }, called, event, details) => {
      const resource = called.startsWith('arn:') ? called : arnOf('lambda', `function:${called}`);
      iam.demand(callerIn(name, roleArn), [{ action: 'lambda:InvokeFunction', resource }]);
      return functions.invoke(called, event, details);
    },
  });
}

export async function composeBeside(services: RuntimeServices, url: string): Promise<Beside> {
  const { broker, foundation } = services;
  const beside = await import('#local/resources/beside/beside.ts');
  return new beside.Beside(url, {
    endpoint: foundation.endpoint,
    take: (bus, event) => broker.route(bus, event),
    buses: () => broker.buses.all().map(({ name }) => name),
    notify: foundation.notify,
  });
}

export async function composeApis(services: RuntimeServices): Promise<Apis> {
  const { functions, iam } = services;
  const { clock, notify, onOperation = UNCOUNTED } = services.foundation;
  const apis = await import('#local/api-gateway/apis.ts');
  return new apis.Apis({
    functions,
    notify,
    count: onOperation,
    now: () => clock.now(),
    authorizeRoute: (demand, sourceArn) => iam.demandOfService(API_GATEWAY, demand, sourceArn),
    authorizeRole: (api, roleArn, demand) => {
      mustTrust(iam, roleArn, API_GATEWAY);
      iam.demand(callerIn(api, roleArn), [demand]);
    },
    accessKey: (api, roleArn) => {
      mustTrust(iam, roleArn, API_GATEWAY);
      return iam.issueKey(`${api} ${roleArn}`, roleArn);
    },
    callerOf: (request) => iam.callerOf(request),
    authorizeCaller: (caller, demand) => iam.demand(caller, [demand]),
    service: (name) => services.handlers[name],
  });
}

const API_GATEWAY = 'apigateway.amazonaws.com';

/** Throws the refusal of a service that may not assume a role. */
function mustTrust(iam: Iam, roleArn: string, service: string): void {
  if (iam.mayAssume(service, roleArn) === false)
    throw new AwsError('AccessDeniedException', `The role ${roleArn} does not trust ${service}.`);
}

export function composeBrokers(services: RuntimeServices, onElsewhere: (at: AccountRegion) => void): Brokers {
  const { functions, queues, sns, logs, apiDestinations, iam, unavailable } = services;
  const { clock, inFlight, notify, state } = services.foundation;
  const brokers = () => services.brokers;
  const of = { functions, sqs: queues, sns, logs, apiDestinations, iam, unavailable };
  const targets = targetDestinations({ ...of, notify, brokers, beside: () => services.beside() });
  const { carry = (_, deliver) => deliver() } = services.foundation;
  const destinations: Destinations = {
    ...targets,
    deliver: (delivery) => carry(delivery, () => targets.deliver(delivery)),
  };
  const make = (at: AccountRegion) =>
    new Broker(destinations, inFlight, notify, clock, {
      at,
      brokerOf: (busArn) => brokers().find(accountRegionIn(busArn)),
      mayAssume: (roleArn) => iam.mayAssume('events.amazonaws.com', roleArn),
      keyOf: services.foundation.keyOf,
      ...(state && { journal: state }),
      count: services.foundation.onOperation,
    });
  return new Brokers(make, onElsewhere);
}

export function composeScheduler(services: RuntimeServices): Scheduler {
  const { queues, sns, functions, brokers, iam, unavailable } = services;
  const { clock, inFlight, notify, state, onOperation = UNCOUNTED } = services.foundation;
  return new Scheduler(
    {
      toQueue: (queueArn, body, attributes, group) => queues.send(queueArn, body, attributes, group),
      toTopic: (topicArn, message) => sns.publish(topicArn, message),
      toFunction: (functionArn, input) => functions.invokeAsync(functionArn, input),
      toBuses: (Entries, at) => brokers.in(at).putEvents({ Entries }),
      authorize: ({ name, group, arn, properties: { Target } }, demand) => {
        mustBeAssumedByScheduler(Target.RoleArn, groupArn(group, accountRegionIn(arn)), iam);
        iam.demand(callerIn(name, Target.RoleArn), [demand]);
      },
      mustBeInReach: (targetArn) => unavailable.ask(targetArn),
      count: onOperation,
    },
    clock,
    inFlight,
    notify,
    state,
  );
}
