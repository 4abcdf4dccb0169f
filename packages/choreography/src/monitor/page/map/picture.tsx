import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { Arrows } from './arrows.tsx';
import { EventBox } from './event-box.tsx';
import type { Flow } from './flow.ts';
import type { Focus, Highlight } from './focus.ts';
import { layoutOf } from './layout.ts';
import { ParticipantBox } from './participant-box.tsx';
import './picture.css';

/** No smaller than this: a map that does not fit is scrolled. */
const SMALLEST = 0.72;
const NARROW = 720;
const PADDING = 16;

/** The map as a picture. Boxes and events are links, so that the keyboard reaches them, and the address keeps what is looked at. */
export function Picture({
  flow,
  counts,
  failing,
  lit,
  focus,
}: {
  flow: Flow;
  counts: Readonly<Record<string, number>>;
  /** Dead letters by `participant/job`. */
  failing: ReadonlyMap<string, number>;
  lit: Highlight | undefined;
  focus: Focus | undefined;
}) {
  const place = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(1200);
  useEffect(() => {
    const look = () => setRoom((place.current?.clientWidth ?? 1232) - 2 * PADDING);
    look();
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  const direction = room < NARROW ? 'down' : 'across';
  const { width, height, boxes, events, lines } = useMemo(() => layoutOf(flow, direction), [flow, direction]);
  const scale = Math.min(1, Math.max(SMALLEST, room / width));
  return (
    <Scrolled class="picture" place={place} label="The map, drawn">
      <div class="picture-size" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        <div class="picture-scale" style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}>
          <Arrows width={width} height={height} lines={lines} lit={lit} />
          {flow.participants.map((participant) => (
            <ParticipantBox
              key={participant.name}
              participant={participant}
              at={boxes.get(participant.name)}
              {...{ failing, lit, focus }}
            />
          ))}
          {flow.events.map((event) => (
            <EventBox
              key={event.key}
              event={event}
              at={events.get(event.key)}
              heard={counts[event.key] ?? 0}
              {...{ lit, focus }}
            />
          ))}
        </div>
      </div>
    </Scrolled>
  );
}
