import {
  ListArchivesCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { eachOf } from '#cli/aws/requests.ts';
import { type AccountClients, everyPage } from './account-clients.ts';
import { asJsonOr, type Found } from './found.ts';

/** Buses with their policies, rules with their targets, archives. */
export async function readEvents({ events }: AccountClients): Promise<Found[]> {
  const buses = await everyPage(
    (NextToken) => events.send(new ListEventBusesCommand({ NextToken })),
    ({ EventBuses }) => EventBuses,
    ({ NextToken }) => NextToken,
  );
  // The default bus always exists, but not every engine lists it.
  const names = [...new Set(['default', ...buses.map(({ Name = '' }) => Name)])];
  const rules = await eachOf(names, async (EventBusName) =>
    everyPage(
      (NextToken) => events.send(new ListRulesCommand({ EventBusName, NextToken })),
      ({ Rules }) => Rules,
      ({ NextToken }) => NextToken,
    ),
  );
  const made = await eachOf(rules.flat(), async ({ Name = '', EventBusName = 'default', ...rule }): Promise<Found> => {
    const Targets = await everyPage(
      (NextToken) => events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName, NextToken })),
      (page) => page.Targets,
      ({ NextToken }) => NextToken,
    );
    const EventPattern = asJsonOr(rule.EventPattern);
    const { ScheduleExpression, State, RoleArn } = rule;
    const properties = { Name, EventBusName, EventPattern, ScheduleExpression, State, RoleArn, Targets };
    const physical = [EventBusName === 'default' ? Name : `${EventBusName}|${Name}`];
    return { type: 'AWS::Events::Rule', name: Name, key: `${EventBusName}|${Name}`, physical, properties };
  });
  const archives = await everyPage(
    (NextToken) => events.send(new ListArchivesCommand({ NextToken })),
    ({ Archives }) => Archives,
    ({ NextToken }) => NextToken,
  );
  return [
    ...buses.map(({ Name = '', Arn, Policy }): Found => {
      const properties = { Name, Policy: asJsonOr(Policy || undefined) };
      return { type: 'AWS::Events::EventBus', name: Name, physical: [Name, Arn], properties };
    }),
    ...made,
    ...archives.map(({ ArchiveName = '', EventSourceArn, RetentionDays }): Found => {
      const properties = { ArchiveName, SourceArn: EventSourceArn, RetentionDays: RetentionDays || undefined };
      return { type: 'AWS::Events::Archive', name: ArchiveName, physical: [ArchiveName], properties };
    }),
  ];
}
