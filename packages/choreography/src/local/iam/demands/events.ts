import { whereaboutsOf } from '#local/iam/caller.ts';
import { type AccountRegion, accountRegionIn, arn } from '#local/runtime/account.ts';
import { type Demand, type Demands, jsonBody, targetAction } from './demand.ts';
import { passRole } from './iam.ts';

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly EventBusName?: string;
}

/** What calls to EventBridge ask leave for (service authorization reference: "Amazon EventBridge"). */
export const eventsDemands: Demands = (request, caller) => {
  const action = targetAction(request);
  const input = jsonBody(request);
  const at = whereaboutsOf(request, caller);
  return action === 'PutEvents'
    ? putEvents((input.Entries ?? []) as readonly Entry[], at)
    : [
        { action: `events:${action}`, resource: resourceOf(action, input as Record<string, string | undefined>, at) },
        ...rolesIn(input).flatMap((role) => passRole(role, 'events.amazonaws.com')),
      ];
};

/** The roles that a rule and its targets are given, each once. */
function rolesIn({ RoleArn, Targets }: Record<string, unknown>): string[] {
  const targets = Array.isArray(Targets) ? Targets : [];
  const roles = [RoleArn, ...targets.map((target) => Object(target).RoleArn)];
  return [...new Set(roles.filter((role) => typeof role === 'string'))];
}

/** Leave to put is asked for each bus once, for all that is put on it. */
function putEvents(entries: readonly Entry[], at: AccountRegion): Demand[] {
  const buses = new Map<string, Entry[]>();
  for (const entry of entries) {
    const bus = busArn(entry.EventBusName, at);
    buses.set(bus, [...(buses.get(bus) ?? []), entry]);
  }
  return [...buses].map(([resource, put]) => ({
    action: 'events:PutEvents',
    resource,
    context: {
      'events:source': distinct(put.map(({ Source }) => Source)),
      'events:detail-type': distinct(put.map(({ DetailType }) => DetailType)),
    },
  }));
}

function resourceOf(action: string, input: Record<string, string | undefined>, at: AccountRegion): string {
  const { Name, Rule, EventBusName, ArchiveName, ReplayName } = input;
  const tagged = input.ResourceARN;
  if (tagged !== undefined) return tagged;
  if (/EventBus$/.test(action)) return busArn(Name, at);
  if (/Permission$/.test(action)) return busArn(EventBusName, at);
  if (ArchiveName !== undefined && !/Replay/.test(action)) return arn('events', `archive/${ArchiveName}`, at);
  if (ReplayName !== undefined) return arn('events', `replay/${ReplayName}`, at);
  const rule = /Rule$|Targets/.test(action) ? (Rule ?? Name) : undefined;
  if (rule === undefined) return LISTED[action] === undefined ? '*' : arn('events', LISTED[action], at);
  const bus = busArn(EventBusName, at);
  const [, name] = bus.split('/');
  return arn('events', name === 'default' ? `rule/${rule}` : `rule/${name}/${rule}`, accountRegionIn(bus));
}

/** What is listed, as EventBridge names it in its refusals. */
const LISTED: Readonly<Record<string, string>> = {
  ListRules: 'rule/*',
  ListRuleNamesByTarget: 'rule/*',
  ListArchives: 'archive/*',
  ListReplays: 'replay/*',
  ListEventBuses: 'event-bus/*',
};

const busArn = (nameOrArn = 'default', at: AccountRegion): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : arn('events', `event-bus/${nameOrArn}`, at);

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];
