import type { Construct } from 'constructs';
import type { EventContract } from '#contracts/define-event.ts';
import type { Participant } from '#contracts/define-participant.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { Dashboard } from './dashboard.ts';
import { core, events, eventschemas } from './lazy-cdk.ts';
import { PublishedContract } from './published-contract.ts';
import { busName, isProtected, type Setting, stackName } from './setting.ts';

/** The participants, and the contracts that are published with the bus because no participant says their events. */
export interface BusProps {
  /** Everybody who may take part, deployed or not: the dashboard's rows. */
  readonly participants: readonly Participant[];
  /**
   * Events that are said on the bus from outside this choreography: no participant's stack can publish their contracts.
   * @default nothing
   */
  readonly saidFromOutside?: readonly EventContract[];
}

/**
 * What all participants share: the bus, the registry of its contracts, the archive of its events, and a dashboard. Nothing refers to
 * these resources but by the bus's name.
 */
export class BusStack extends core.Stack {
  constructor(scope: Construct, setting: Setting, { participants, saidFromOutside = [] }: BusProps) {
    const name = busName(setting);
    super(scope, stackName(setting, 'Bus'), {
      description: `The bus ${name}, its contracts and its archive`,
      terminationProtection: isProtected(setting),
    });
    const bus = new events.EventBus(this, 'Bus', {
      eventBusName: name,
      description: 'What participants say to each other',
    });
    // EventBridge leaves replayed events out by itself (user guide: "Archiving events"), but not what jobs say again on hearing them.
    new events.CfnArchive(this, 'Archive', {
      archiveName: name,
      description: `Every event of the bus ${name}, to be replayed`,
      sourceArn: bus.eventBusArn,
      eventPattern: { detail: { metadata: { replayed: [{ exists: false }] } } },
      retentionDays: RETENTION_DAYS.archive,
    }).applyRemovalPolicy(isProtected(setting) ? core.RemovalPolicy.RETAIN : core.RemovalPolicy.DESTROY);
    if (setting.alarms) new AlarmTopic(this, setting, setting.alarms);
    new Dashboard(this, name, participants);
    const registry = new eventschemas.CfnRegistry(this, 'Contracts', {
      registryName: name,
      description: `The contracts of the events on the bus ${name}`,
    });
    for (const contract of saidFromOutside) new PublishedContract(this, contract, name).node.addDependency(registry);
  }
}
