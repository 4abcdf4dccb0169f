import { type Check, finding } from '#check/finding.ts';
import { matchesName } from '#check/matches-name.ts';
import { jobName, placeKey } from '#check/naming.ts';
import { groupBy } from '#graph/group-by.ts';

/** Events that a function declares in `emits`, and that no policy lets it put. */
export const unpermittedEvent: Check = ({ producers, functions }) => {
  const byPlace = groupBy(producers, placeKey);
  return functions.flatMap((job) => {
    const own = byPlace.get(placeKey(job)) ?? [];
    return (job.declared?.emits ?? [])
      .filter(
        ({ source, type }) => !own.some((may) => matchesName(may.source, source) && matchesName(may.detailType, type)),
      )
      .map(({ source, type }) =>
        finding('unpermitted-event', `${jobName(job)} ${source} ${type}`, {
          at: { template: job.template, id: job.id },
          what: `${jobName(job)} declares in emits that it says ${source} ${type}, and no policy lets it.`,
          why: 'The job does its work, then fails to tell of it: whoever waits for the event waits for ever.',
          remedy:
            'Let its role put the event (events:PutEvents with this events:source and events:detail-type), or take it out of emits.',
        }),
      );
  });
};
