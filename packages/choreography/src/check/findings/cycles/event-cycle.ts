import { type Check, finding } from '#check/finding.ts';
import { ruleOf } from '#check/naming.ts';

/** Events that bring each other about in a circle. */
export const eventCycle: Check = ({ cycles, edges }) =>
  cycles
    .filter(({ level }) => level === 'event')
    .map(({ path }) => {
      const [from, event, to] = path;
      const edge = edges.find((each) => each.from === from && each.event === event && each.to === to);
      const jobs = new Set(path.filter((step) => !isEvent(step)));
      return finding('event-cycle', path.join(' > '), {
        at: edge ? ruleOf(edge) : { template: '', id: from ?? '' },
        what: `Events can run in a circle: ${inWords(path)}.`,
        why: 'EventBridge does not stop a circle: each turn brings the next, and every one is billed, until somebody notices.',
        remedy: `Take one of the rules away that close it, or have ${jobs.size > 1 ? 'one of these jobs' : 'the job'} say another event when it hears its own consequence.`,
      });
    });

/** `a/x says library.a Asked, which b/y hears and says library.b Answered, which a/x hears`; queues and topics lead to others. */
const inWords = (path: readonly string[]): string =>
  path
    .map((step, position) => {
      const before = path[position - 1];
      const last = position === path.length - 1;
      if (before === undefined) return step;
      if (isEvent(step)) return `says ${step}, which`;
      return isEvent(before) ? `${step} hears${last ? '' : ' and'}` : `leads to ${step}${last ? '' : ', which'}`;
    })
    .join(' ');

/** Events have a space between source and detail-type; jobs have none. */
const isEvent = (step: string): boolean => step.includes(' ');
