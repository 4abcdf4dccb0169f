import { type Check, finding } from '#check/finding.ts';
import { listed, ruleOf } from '#check/naming.ts';

/** Participants that depend on each other, though no event need run in a circle. */
export const participantCycle: Check = ({ cycles, edges }) =>
  cycles
    .filter(({ level }) => level === 'participant')
    .map(({ path }) => {
      const steps = path.slice(1).map((to, position) => ({ from: path[position] as string, to }));
      const within = steps.map(({ from, to }) =>
        edges.find((edge) => edge.from.startsWith(`${from}/`) && edge.to.startsWith(`${to}/`)),
      );
      const [first] = within;
      return finding('participant-cycle', path.join(' > '), {
        at: first ? ruleOf(first) : { template: '', id: path[0] ?? '' },
        what: `Participants depend on each other: ${listed(steps.map(({ from, to }, i) => `${to} hears ${within[i]?.event ?? 'events'} of ${from}`))}.`,
        why: 'None of them can be understood, changed or taken away without the others.',
        remedy: 'Let one of them hear an event from outside the circle, or allow it if they belong together.',
      });
    });
