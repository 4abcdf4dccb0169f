import { type Check, finding } from '#check/finding.ts';
import { eventOf, jobName, mayBecauseOf, placeKey } from '#check/naming.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Events that a policy lets a function put, and that the function does not declare in `emits`. */
export const undeclaredEvent: Check = ({ producers, functions }) => {
  const jobs = new Map(functions.map((job) => [placeKey(job), job]));
  return firstOfEach(producers, (producer) => `${jobName(producer)} ${eventOf(producer)}`).flatMap((producer) => {
    const declared = jobs.get(placeKey(producer))?.declared;
    if (!declared || producer.source === '*' || producer.detailType === '*') return [];
    if (declared.emits.some(({ source, type }) => source === producer.source && type === producer.detailType))
      return [];
    return [
      finding('undeclared-event', `${jobName(producer)} ${eventOf(producer)}`, {
        at: mayBecauseOf(producer),
        what: `A policy lets ${jobName(producer)} say ${eventOf(producer)}, which it does not declare in emits.`,
        why: 'A permission that is not needed is one that can be misused, and the map shows a way that no code takes.',
        remedy: 'Declare the event in emits, or take it out of the policy.',
      }),
    ];
  });
};
