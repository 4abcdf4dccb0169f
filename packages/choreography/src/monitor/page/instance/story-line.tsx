import { useState } from 'preact/hooks';
import { Mark, type MarkKind } from '#monitor/page/marks/mark.tsx';
import { roughSpan, span, timeOfDay } from '#monitor/page/time/in-words.ts';
import { EventData } from './event-data.tsx';
import type { Line, Part } from './story-lines.ts';

/** One line of the story, with a bar from its cause to itself; an event opens to show its data. */
export function StoryLine({
  line,
  from,
  to,
  now,
  meanings,
}: {
  line: Line;
  /** The first and the last time on the screen, in Unix milliseconds. */
  from: number;
  to: number;
  now: number;
  /** What events mean to the process, by type. */
  meanings: ReadonlyMap<string, MarkKind>;
}) {
  const [open, setOpen] = useState(false);
  const { part, depth, at } = line;
  const look = lookOf(part, now, meanings);
  const content = (
    <>
      <span class="line-what" style={{ '--depth': Math.min(depth, 12) }}>
        {depth > 0 && <span class="line-elbow" aria-hidden="true" />}
        <Mark of={look} size={14} />
        <span class="line-name">{partName(part)}</span>
        <span class="line-who">{whoOf(part)}</span>
      </span>
      <span class="line-bar" aria-hidden="true">
        <i style={barOf(line, from, to)} />
      </span>
      <span class="line-when">{at === undefined ? owedWhen(part, now) : `+${span(at - from)}`}</span>
    </>
  );
  return (
    <li class={`line line-${part.kind} is-${look}`}>
      {part.kind === 'said' ? (
        <>
          <button type="button" class="line-row" aria-expanded={open} onClick={() => setOpen(!open)}>
            {content}
          </button>
          {open && <EventData event={part.event} now={now} />}
        </>
      ) : (
        <div class="line-row">{content}</div>
      )}
    </li>
  );
}

function lookOf(part: Part, now: number, meanings: ReadonlyMap<string, MarkKind>): MarkKind {
  if (part.kind === 'said') return meanings.get(part.event.type) ?? 'said';
  if (part.kind === 'aside') return 'failed';
  const { look, step } = part.owed;
  const late = look === 'overdue' || (step?.deadline != null && Date.parse(step.deadline) < now);
  return late ? 'overdue' : 'waiting';
}

function partName(part: Part): string {
  if (part.kind === 'said') return part.event.type;
  if (part.kind === 'aside') return `${part.failure.type} set aside`;
  return part.owed.says.join(' or ') || part.owed.name;
}

function whoOf(part: Part): string {
  if (part.kind === 'said')
    return part.event.job ? `${part.event.participant}/${part.event.job}` : part.event.participant;
  if (part.kind === 'aside') return `${part.failure.participant}/${part.failure.job}: ${part.failure.error}`;
  return `owed by ${part.owed.by.join(' or ') || part.owed.step?.participant}`;
}

function owedWhen(part: Part, now: number): string {
  const deadline = part.kind === 'owed' ? part.owed.step?.deadline : undefined;
  if (!deadline) return 'not yet';
  const left = Date.parse(deadline) - now;
  return left < 0 ? `${roughSpan(left)} late` : `due ${timeOfDay(deadline, now)}`;
}

function barOf({ at, since, part }: Line, from: number, to: number) {
  const share = (time: number) => (100 * Math.min(Math.max(time - from, 0), to - from)) / (to - from);
  const left = share(since ?? at ?? from);
  const right = part.kind === 'owed' ? 100 : share(at ?? to);
  return { left: `${left}%`, width: `max(${Math.max(0, right - left)}%, 3px)` };
}
