import { arn } from '#local/account.ts';
import { type Demand, type Demands, jsonBody, targetAction } from './demand.ts';

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly EventBusName?: string;
}

/** What calls to EventBridge ask leave for (service authorization reference: "Amazon EventBridge"). */
export const eventsDemands: Demands = (request) => {
  const action = targetAction(request);
  const input = jsonBody(request);
  return action === 'PutEvents'
    ? putEvents((input.Entries ?? []) as readonly Entry[])
    : [{ action: `events:${action}`, resource: resourceOf(action, input as Record<string, string | undefined>) }];
};

/** Leave to put is asked for each bus once, for all that is put on it. */
function putEvents(entries: readonly Entry[]): Demand[] {
  const buses = new Map<string, Entry[]>();
  for (const entry of entries) {
    const bus = busArn(entry.EventBusName);
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

function resourceOf(action: string, input: Record<string, string | undefined>): string {
  const { Name, Rule, EventBusName, ArchiveName, ReplayName } = input;
  const tagged = input.ResourceARN;
  if (tagged !== undefined) return tagged;
  if (/EventBus$/.test(action)) return busArn(Name);
  if (/Permission$/.test(action)) return busArn(EventBusName);
  if (ArchiveName !== undefined && !/Replay/.test(action)) return arn('events', `archive/${ArchiveName}`);
  if (ReplayName !== undefined) return arn('events', `replay/${ReplayName}`);
  const rule = /Rule$|Targets/.test(action) ? (Rule ?? Name) : undefined;
  if (rule === undefined) return LISTED[action] ?? '*';
  const bus = busArn(EventBusName).split('/')[1];
  return arn('events', bus === 'default' ? `rule/${rule}` : `rule/${bus}/${rule}`);
}

/** What is listed, as EventBridge names it in its refusals. */
const LISTED: Readonly<Record<string, string>> = {
  ...{ ListRules: arn('events', 'rule/*'), ListRuleNamesByTarget: arn('events', 'rule/*') },
  ...{ ListArchives: arn('events', 'archive/*'), ListReplays: arn('events', 'replay/*') },
  ListEventBuses: arn('events', 'event-bus/*'),
};

const busArn = (nameOrArn = 'default'): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : arn('events', `event-bus/${nameOrArn}`);

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];
