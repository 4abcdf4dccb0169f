import type { Bus, BusProperties } from '#local/events/bus.ts';
import { type Actions, seconds } from './action.ts';
import { type PageInput, pageOf } from './page.ts';

type BusInput = BusProperties & { readonly Name: string };

/** Buses: what the account has, each with its resource policy. */
export const EVENT_BUS_ACTIONS: Actions = {
  CreateEventBus: ({ Name, Tags, ...given }: BusInput & { Tags?: [] }, { buses, tags }) => {
    const bus = buses.create(Name, propertiesOf(given));
    if (Tags) tags.put(bus.arn, Tags);
    return { EventBusArn: bus.arn, ...bus.properties };
  },
  UpdateEventBus: ({ Name, ...given }: BusInput, { buses, now }) => {
    const bus = buses.get(Name);
    bus.properties = { ...bus.properties, ...propertiesOf(given) };
    bus.modifiedAt = now();
    return { Arn: bus.arn, Name: bus.name, ...bus.properties };
  },
  DeleteEventBus: ({ Name }: BusInput, { buses, tags }) => {
    const arn = buses.find(Name)?.arn;
    buses.delete(Name);
    if (arn) tags.forget(arn);
    return {};
  },
  DescribeEventBus: ({ Name }: { Name?: string }, { buses }) => {
    const bus = buses.get(Name);
    return { ...summary(bus), ...bus.properties };
  },
  ListEventBuses: ({ NamePrefix = '', ...input }: PageInput & { NamePrefix?: string }, { buses }) => {
    const named = buses.all().filter(({ name }) => name.startsWith(NamePrefix));
    const { page, ...more } = pageOf(named, ({ name }) => name, input);
    return {
      EventBuses: page.map((bus) => ({ ...summary(bus), Description: bus.properties.Description })),
      ...more,
    };
  },
};

const propertiesOf = ({
  Description,
  KmsKeyIdentifier,
  DeadLetterConfig,
  LogConfig,
}: BusProperties): BusProperties => ({
  ...(Description !== undefined && { Description }),
  ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
  ...(DeadLetterConfig !== undefined && { DeadLetterConfig }),
  ...(LogConfig !== undefined && { LogConfig }),
});

const summary = (bus: Bus) => ({
  Name: bus.name,
  Arn: bus.arn,
  ...(bus.policy.length > 0 && { Policy: JSON.stringify({ Version: '2012-10-17', Statement: bus.policy }) }),
  CreationTime: seconds(bus.createdAt),
  LastModifiedTime: seconds(bus.modifiedAt),
});
