import type { Failure, InstanceView } from '#monitor/api-types.ts';
import { Command } from '#monitor/page/marks/command.tsx';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { redriveCommand } from '#monitor/page/marks/redrive-command.ts';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { roughSpan, timeOfDay } from '#monitor/page/time/in-words.ts';
import './owed.css';
import { allSteps, type PlannedStep } from './plan.ts';

/** What should have happened to an instance, or still should: who owes it, since when, why it does not come, what to do. */
export function OwedSteps({ view, plan, now }: { view: InstanceView; plan: readonly PlannedStep[]; now: number }) {
  const due = allSteps(plan).filter(({ step }) => step && step.state !== 'done' && step.at === null);
  const others = view.failures.filter(({ step }) => !due.some(({ name }) => name === step));
  if (due.length === 0 && others.length === 0) return null;
  return (
    <section class="owed" aria-labelledby="owed-title">
      <h2 id="owed-title">{due.some(({ look }) => look !== 'waiting') || others.length > 0 ? 'Missing' : 'Awaited'}</h2>
      <ul>
        {due
          .sort((a, b) => URGENCY[a.look] - URGENCY[b.look])
          .map((planned) => (
            <OwedStep
              key={planned.name}
              planned={planned}
              failures={view.failures.filter(({ step }) => step === planned.name)}
              now={now}
              of={view}
            />
          ))}
        {others.map((failure) => (
          <li key={failure.messageId} class="owed-step is-failed">
            <Mark of="failed" size={18} />
            <div>
              <SetAside failure={failure} now={now} of={view} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const URGENCY = { overdue: 0, failed: 1, waiting: 2, later: 3, unneeded: 4, done: 5 } as const;

function OwedStep({
  planned,
  failures,
  now,
  of,
}: {
  planned: PlannedStep;
  failures: readonly Failure[];
  now: number;
  /** The key of the instance. */
  of: Pick<InstanceView, 'key' | 'process'>;
}) {
  const { name, step, says, by } = planned;
  if (!step) return null;
  const left = step.deadline ? Date.parse(step.deadline) - now : undefined;
  const late = step.state === 'overdue' || (left !== undefined && left < 0);
  const look = late ? 'overdue' : failures.length > 0 ? 'failed' : 'waiting';
  return (
    <li class={`owed-step is-${look}`}>
      <Mark of={look} size={18} />
      <div>
        <p class="owed-what">
          <strong>{name}</strong>
          {left !== undefined && (
            <span class="owed-when">{left < 0 ? `${roughSpan(left)} late` : `due in ${roughSpan(left)}`}</span>
          )}
        </p>
        <p class="owed-who">
          <strong>{by.length > 0 ? by.join(' or ') : step.participant}</strong>{' '}
          {late ? 'should have said' : failures.length > 0 ? 'was to say' : 'is to say'}{' '}
          <strong>{says.join(' or ') || `that it is ${name}`}</strong>
          {step.count !== undefined && ` (${step.count} of ${step.of ?? '?'} so far)`}
          {step.deadline && ` by ${timeOfDay(step.deadline, now)}`}
          {step.within !== null && `, within ${step.within}${planned.after === null ? '' : ` of ${planned.after}`}`}.
        </p>
        {failures.map((failure) => (
          <SetAside key={failure.messageId} failure={failure} now={now} of={of} />
        ))}
      </div>
    </li>
  );
}

/** Why nothing comes: the event was set aside; and the command that gives it back to the job. */
export function SetAside({
  failure,
  now,
  of,
}: {
  failure: Failure;
  now: number;
  of?: Pick<InstanceView, 'key' | 'process'>;
}) {
  const { participant, job, type, error, attempts, at } = failure;
  return (
    <div class="set-aside">
      <p>
        <strong>
          {participant}/{job}
        </strong>{' '}
        set <strong>{type}</strong> aside at {timeOfDay(at, now)}
        {attempts !== null && ` after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}`}:
      </p>
      <Scrolled class="error" label={`Error of ${participant}/${job}`}>
        <pre>{error}</pre>
      </Scrolled>
      <p class="set-aside-do">Once the cause is mended, give it back to that job alone:</p>
      <Command>{redriveCommand(participant, job, of?.key, of?.process)}</Command>
    </div>
  );
}
