import { type Check, finding } from '#check/finding.ts';
import { listed } from '#check/naming.ts';

/** Global endpoints whose buses do not have one name (EventBridge API reference: "CreateEndpoint", EventBuses). */
export const misnamedEndpoint: Check = ({ endpoints }) =>
  endpoints
    .filter(({ buses }) => buses.every(isKnown) && new Set(buses.map(plainName)).size > 1)
    .map(({ template, id, name, buses }) =>
      finding('misnamed-endpoint', name, {
        at: { template, id },
        what: `The global endpoint ${name} leads to buses of different names: ${listed(buses)}.`,
        why: 'EventBridge asks for one name in both regions: an event names its bus, and finds none of that name after a failover.',
        remedy: 'Give the bus of the secondary region the name of the first.',
      }),
    );

const isKnown = (bus: string): boolean => !plainName(bus).includes('${');

/** The bus's name, without the region and account of a bus elsewhere. */
const plainName = (bus: string): string => bus.slice(bus.lastIndexOf(':') + 1);
