import type { InstanceSummary, Words } from '#monitor/api-types.ts';
import { instancePath } from '#monitor/page/address.ts';
import { Mark } from '#monitor/page/marks/mark.tsx';
import { roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
import { isLate } from './lateness.ts';
import './instance-row.css';

export interface InstanceRowProps {
  readonly instance: InstanceSummary;
  readonly words: Words;
  /** Its process is named too, since there are others in the list. */
  readonly withProcess: boolean;
  /** Its place in the list, from 0. */
  readonly index: number;
  /** How many there are; -1 while that is unknown. */
  readonly of: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly now: number;
  /** The id of its link. */
  readonly id: string;
  readonly focusable: boolean;
  readonly onFocus: () => void;
}

/** One instance in the list: what is missing is the loudest in it, what is done the quietest. */
export function InstanceRow({
  instance,
  words,
  withProcess,
  index,
  of,
  top,
  now,
  id,
  focusable,
  onFocus,
}: InstanceRowProps) {
  const { process, key, party, steps, startedAt } = instance;
  const done = steps.filter(({ state }) => state === 'done').length;
  const look = lookOf(instance, now);
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={of}
      class={`instance-row is-${look} ${isSettled(instance) ? 'is-settled' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span class="instance-id">
        <Mark of={look} />
        <a id={id} href={instancePath(instance)} tabIndex={focusable ? 0 : -1} onFocus={onFocus}>
          {key}
        </a>
        {withProcess && <span class="instance-process">{process}</span>}
      </span>
      <span class="instance-party">
        <span class="aloud">{words.party ?? 'for'} </span>
        {party ?? '–'}
      </span>
      <span class="instance-steps">
        <span class="aloud">
          {done} of {steps.length} steps done
        </span>
        <span class="pips" aria-hidden="true">
          {steps.map(({ name, state }) => (
            <i key={name} class={`pip is-${state}`} title={`${name}: ${state}`} />
          ))}
        </span>
      </span>
      <span class="instance-now">{whatNow(instance, now)}</span>
      <span class="instance-age" title={startedAt ? timeOfDay(startedAt, now) : 'Its start was not heard'}>
        <span class="aloud">age </span>
        {startedAt ? roughSpan(now - Date.parse(startedAt)) : '–'}
      </span>
    </li>
  );
}

const lookOf = (instance: InstanceSummary, now: number) =>
  isLate(instance, now) ? 'overdue' : instance.failures > 0 ? 'failed' : instance.state;

/** Nothing is awaited any more, though a step failed: what had to follow from that did. */
const isSettled = ({ state, steps, failures }: InstanceSummary): boolean =>
  state === 'failed' && failures === 0 && steps.every((step) => step.state === 'done' || step.state === 'failed');

/** What one must know of an instance at a glance. */
function whatNow(instance: InstanceSummary, now: number) {
  const { state, steps, missing, deadline, failures, startedAt, updatedAt } = instance;
  const lateBy = deadline && Date.parse(deadline) < now ? `, ${roughSpan(now - Date.parse(deadline))} late` : '';
  const owed = missing.map(({ step, participant }) => `${step} (${participant})`).join(', ');
  const aside = failures > 0 ? `${failures} set aside` : '';
  if (isLate(instance, now))
    return (
      <>
        <strong>Missing: {owed || waitingFor(instance)}</strong>
        {lateBy}
        {aside && ` · ${aside}`}
      </>
    );
  if (failures > 0)
    return (
      <>
        <strong>{owed ? `Missing: ${owed}` : 'Set aside'}</strong> · {aside}
      </>
    );
  if (state === 'open')
    return `Waiting for ${waitingFor(instance)}${deadline ? `, due in ${roughSpan(Date.parse(deadline) - now)}` : ''}`;
  if (state === 'ended') return 'Ended early';
  if (state === 'failed') {
    const failed = steps.filter((step) => step.state === 'failed').map(({ name }) => name);
    const waiting = steps.filter((step) => step.state === 'waiting').map(({ name }) => name);
    const since = steps.slice(steps.findIndex((step) => step.state === 'failed') + 1).filter((s) => s.state === 'done');
    return `Not ${failed.join(', ')}${waiting.length > 0 ? `; waiting for ${waiting.join(', ')}` : since.length > 0 ? `; ${since.map(({ name }) => name).join(', ')}` : ''}`;
  }
  const late = steps.filter((step) => step.late).map(({ name }) => name);
  return `Completed${startedAt ? ` in ${span(Date.parse(updatedAt) - Date.parse(startedAt))}` : ''}${late.length > 0 ? `, late: ${late.join(', ')}` : ''}`;
}

const waitingFor = ({ steps }: InstanceSummary): string =>
  steps
    .filter(({ state }) => state === 'waiting' || state === 'overdue')
    .map(({ name }) => name)
    .join(', ') || 'its start';
