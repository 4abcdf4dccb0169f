import { type Paint, plain } from '#cli/program/paint.ts';
import type { InstanceView } from '#monitor/api-types.ts';
import type { Moment, StepThen } from '#monitor/instances/moments.ts';
import { elapsed } from './elapsed.ts';

/** All moments, a line each: what came, and which steps it changed. */
export function renderMoments(moments: readonly Moment[], paint: Paint = plain): string {
  return moments
    .map((moment) => {
      const changes = changed(moment).map(({ name, state }) => `${name} ${state}`);
      const since = elapsed(moments[0]?.event.at ?? moment.event.at, moment.event.at);
      const what = `${String(moment.number).padStart(3)}  ${moment.event.type}  ${paint('dim', sayer(moment))}  ${since}`;
      return changes.length > 0 ? `${what}  → ${changes.join(', ')}` : what;
    })
    .join('\n');
}

/** One moment: the steps before its event, with what it made of them, and the event's data. */
export function renderMoment(
  { key, words }: Pick<InstanceView, 'key' | 'words'>,
  moment: Moment,
  count: number,
  paint: Paint = plain,
): string {
  const width = Math.max(0, ...moment.before.map(({ name }) => name.length));
  return [
    `${words.one} ${key}, before event ${moment.number} of ${count}`,
    '',
    ...moment.before.map(({ name, state }, at) => {
      const after = moment.after[at]?.state;
      return `  ${name.padEnd(width)}  ${state}${after === state ? '' : paint('yellow', `  → ${after}`)}`;
    }),
    '',
    `  ${moment.event.type}  ${paint('dim', sayer(moment))}  ${moment.event.at}`,
    ...JSON.stringify(moment.event.data, null, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

const sayer = ({ event: { participant, job } }: Moment): string => (job ? `${participant}/${job}` : participant);

const changed = ({ before, after }: Moment): StepThen[] => after.filter(({ state }, at) => state !== before[at]?.state);
