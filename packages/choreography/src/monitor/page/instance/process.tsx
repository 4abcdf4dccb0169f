import type { InstanceView, ProcessView } from '#monitor/api-types.ts';
import { Mark, type MarkKind } from '#monitor/page/marks/mark.tsx';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
import type { PlannedStep } from './plan.ts';
import './process.css';

/** The business process as a picture: what happened has a whole outline, what has not happened a broken one. */
export function Process({
  view,
  plan,
  now,
  process,
}: {
  view: InstanceView;
  plan: readonly PlannedStep[];
  now: number;
  process: ProcessView;
}) {
  return (
    <section class="process" aria-labelledby="process-title">
      <h2 id="process-title">The business process</h2>
      <Scrolled class="process-place" label="The steps of the process">
        <ol class="process-tree">
          <li>
            <div class={`step is-${view.startedAt ? 'done' : 'waiting'} step-start`}>
              <span class="step-name">
                <Mark of="start" />
                {process.starts.type}
              </span>
              <span class="step-when">{view.startedAt ? timeOfDay(view.startedAt, now) : 'not heard yet'}</span>
            </div>
            <Steps steps={plan} view={view} now={now} />
          </li>
        </ol>
      </Scrolled>
    </section>
  );
}

function Steps({ steps, view, now }: { steps: readonly PlannedStep[]; view: InstanceView; now: number }) {
  if (steps.length === 0) return null;
  return (
    <ol>
      {steps.map((planned) => (
        <li key={planned.name} class={`is-${lookOf(planned, now)}`}>
          <StepCard planned={planned} view={view} now={now} />
          <Steps steps={planned.next} view={view} now={now} />
        </li>
      ))}
    </ol>
  );
}

function StepCard({ planned, view, now }: { planned: PlannedStep; view: InstanceView; now: number }) {
  const { name, step, says, by, when, before, within, after, optional, insteadOf } = planned;
  const look = lookOf(planned, now);
  const aside = view.failures.filter((failure) => failure.step === name).length;
  return (
    <div class={`step is-${look} ${step?.at ? 'step-happened' : ''}`}>
      <span class="step-name">
        <Mark of={look === 'later' ? 'waiting' : (look as MarkKind)} />
        {name}
        {step?.late && <span class="step-late">late</span>}
        {step?.count !== undefined && (
          <span class="step-if">
            {step.count} of {step.of ?? '?'}
          </span>
        )}
        {optional && <span class="step-if">optional</span>}
        {insteadOf.length > 0 && <span class="step-if">or {insteadOf.join(' or ')}</span>}
        {when && (
          <span class="step-if">
            if {before} {when === 'done' ? 'is done' : 'fails'}
          </span>
        )}
      </span>
      <span class="step-by">
        {step?.event ?? says.join(' or ')} {by.length > 0 ? `· ${by.join(', ')}` : step ? `· ${step.participant}` : ''}
      </span>
      <span class="step-when">
        {aside > 0 && !step?.at ? 'set aside · ' : ''}
        {whenOf(planned, view, now) ??
          (within === null ? 'at any time' : `within ${within}${after === null ? '' : ` of ${after}`}`)}
      </span>
    </div>
  );
}

/** A step past its deadline is late, whether the monitor has said so yet or not. */
function lookOf({ look, step }: PlannedStep, now: number): PlannedStep['look'] {
  return look === 'waiting' && step?.deadline && Date.parse(step.deadline) < now ? 'overdue' : look;
}

function whenOf({ look, step }: PlannedStep, { startedAt }: InstanceView, now: number): string | undefined {
  if (look === 'unneeded') return 'not needed';
  if (step?.at) return startedAt ? `+${span(Date.parse(step.at) - Date.parse(startedAt))}` : timeOfDay(step.at, now);
  if (!step?.deadline) return undefined;
  const left = Date.parse(step.deadline) - now;
  return left < 0
    ? `${roughSpan(left)} late, due ${timeOfDay(step.deadline, now)}`
    : `due in ${roughSpan(left)}, by ${timeOfDay(step.deadline, now)}`;
}
