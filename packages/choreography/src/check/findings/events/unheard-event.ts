import { type Check, finding } from '#check/finding.ts';
import { isWild } from '#check/matches-name.ts';
import { eventOf, jobName } from '#check/naming.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Events that a producer may say and no rule hears. An event on the two buses of a global endpoint counts as one. */
export const unheardEvent: Check = ({ producers, edges, endpoints }) => {
  const heard = new Set(edges.map((edge) => `${edge.bus} ${edge.event}`));
  const said = producers.filter(({ source, detailType }) => !isWild(source + detailType));
  return firstOfEach(said, (producer) => `${producer.bus} ${eventOf(producer)}`)
    .filter((producer) => {
      const together = endpoints.filter(({ buses }) => buses.includes(producer.bus)).flatMap(({ buses }) => buses);
      return ![producer.bus, ...together].some((bus) => heard.has(`${bus} ${eventOf(producer)}`));
    })
    .map((producer) =>
      finding('unheard-event', eventOf(producer), {
        at: { template: producer.template, id: producer.id },
        what: `${jobName(producer)} may say ${eventOf(producer)} on the bus ${producer.bus}, and nobody hears it.`,
        why: 'What nobody hears is said for nothing, or somebody who should hear it does not.',
        remedy:
          'Route it to whoever needs it, stop saying it, or allow it if it is meant for others than these templates.',
      }),
    );
};
