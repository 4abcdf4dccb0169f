import { type Check, finding } from '../finding.ts';
import { ruleOf } from '../naming.ts';

/** Events that bring each other about in a circle. */
export const eventCycle: Check = ({ cycles, edges }) =>
  cycles
    .filter(({ level }) => level === 'event')
    .map(({ path }) => {
      const [from, event, to] = path;
      const edge = edges.find((each) => each.from === from && each.event === event && each.to === to);
      const jobs = path.filter((_, position) => position % 2 === 0);
      return finding('event-cycle', path.join(' > '), {
        at: edge ? ruleOf(edge) : { template: '', id: from ?? '' },
        what: `Events can run in a circle: ${inWords(path)}.`,
        why: 'EventBridge does not stop a circle: each turn brings the next, and every one is billed, until somebody notices.',
        remedy: `Take one of the rules away that close it, or have ${jobs.length > 2 ? 'one of these jobs' : 'the job'} say another event when it hears its own consequence.`,
      });
    });

/** `a/x says shop.a Asked, which b/y hears and says …, which a/x hears`. */
const inWords = (path: readonly string[]): string =>
  path
    .map((step, position) => {
      if (position % 2 === 1) return `says ${step}, which`;
      return position === 0 ? step : `${step} hears${position < path.length - 1 ? ' and' : ''}`;
    })
    .join(' ');
