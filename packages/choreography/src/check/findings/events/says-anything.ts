import { type Check, finding } from '#check/finding.ts';
import { jobName, mayBecauseOf } from '#check/naming.ts';
import { isNotYetKnown } from '#graph/access/not-yet-known.ts';
import type { Graph } from '#graph/graph.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Functions whose policy does not limit what they may put on a bus. A policy that is not known yet gives no finding. */
export const saysAnything: Check = ({ producers, consumers, buses, unresolved }) =>
  firstOfEach(
    producers.filter(
      ({ source, detailType, policy }) =>
        (source === '*' || detailType === '*') && !(policy && isNotYetKnown(policy, unresolved)),
    ),
    (producer) => `${jobName(producer)} ${producer.bus} ${producer.source}`,
  ).map((producer) => {
    const anything = producer.source === '*' ? 'any event, as anybody,' : `any event as ${producer.source}`;
    const about = `${jobName(producer)} on ${producer.bus}`;
    if (isOnlyGranted(producer.bus, buses, consumers))
      return finding('says-anything', about, {
        at: mayBecauseOf(producer),
        what: `${jobName(producer)} is granted to put ${anything} on the bus ${producer.bus}, which no template here makes or listens on.`,
        why: 'Where there is no such bus, nobody hears what is put there; where there is, nothing stops it from saying what belongs to another.',
        remedy: `Correct the bus in the grant, read the template that makes it too, or, if it is meant, ${NARROW}.`,
      });
    return finding('says-anything', about, {
      at: mayBecauseOf(producer),
      what: `${jobName(producer)} may put ${anything} on the bus ${producer.bus}.`,
      why: 'The map cannot show what it says, and nothing stops it from saying what belongs to another.',
      remedy: `${NARROW.replace('narrow', 'Narrow')}.`,
    });
  });

const NARROW =
  'narrow events:PutEvents by ForAllValues:StringEquals on events:source and events:detail-type, with Null: false on both';

/** Whether only grants name the bus. Every account has a bus `default`; a reference may be any bus. */
const isOnlyGranted = (bus: string, buses: Graph['buses'], consumers: Graph['consumers']): boolean =>
  bus !== 'default' &&
  !bus.includes('${') &&
  buses.every(({ name, template }) => name !== bus || template === null) &&
  !consumers.some((each) => each.bus === bus || (each.target.kind === 'bus' && each.target.job === bus));
