import { handle, say } from 'choreography/jobs';
import { WorkSetAside } from '../../events/work-set-aside.ts';
import { collection } from './participant.ts';

/** Takes each work of a loan from the wall, once if it is listed twice, and says so of each by itself: a line is named `LOAN/WORK`. */
export const handler = handle(collection, 'set-works-aside', async ({ loanId, works }) => {
  const aside = [...new Map(works.map((work) => [work.workId, work])).values()];
  return {
    writes: aside.map((work) => ({ Put: { Item: { pk: `work#${work.workId}`, asideFor: loanId } } })),
    events: aside.map((work) => say(WorkSetAside, { loanId, line: `${loanId}/${work.workId}`, work })),
  };
});
