import { type Check, finding } from '#check/finding.ts';
import { jobName, mayBecauseOf } from '#check/naming.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Functions whose policy does not say what they may put on a bus. */
export const saysAnything: Check = ({ producers }) =>
  firstOfEach(
    producers.filter(({ source, detailType }) => source === '*' || detailType === '*'),
    (producer) => `${jobName(producer)} ${producer.bus} ${producer.source}`,
  ).map((producer) => {
    const anything = producer.source === '*' ? 'any event, as anybody,' : `any event as ${producer.source}`;
    return finding('says-anything', `${jobName(producer)} on ${producer.bus}`, {
      at: mayBecauseOf(producer),
      what: `${jobName(producer)} may put ${anything} on the bus ${producer.bus}.`,
      why: 'The map cannot show what it says, and nothing stops it from saying what belongs to another.',
      remedy:
        'Narrow events:PutEvents by ForAllValues:StringEquals on events:source and events:detail-type, with Null: false on both.',
    });
  });
