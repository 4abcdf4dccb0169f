import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { count } from '#monitor/page/time/in-words.ts';
import type { Flow } from './flow.ts';
import type { Focus, Highlight } from './focus.ts';
import { BOX, layoutOf } from './layout.ts';
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
  const dim = (isLit: boolean | undefined) => (isLit === false ? 'is-dim' : '');
  return (
    <Scrolled class="picture" place={place} label="The map, drawn">
      <div class="picture-size" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        <div class="picture-scale" style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}>
          <svg width={width} height={height} aria-hidden="true">
            <defs>
              <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                <path d="M0 0.8 7 4 0 7.2Z" fill="context-stroke" />
              </marker>
            </defs>
            {lines
              .filter(({ aside, key }) => !aside || lit?.lines.has(key))
              .map(({ key, path, to, aside, enabled }) => (
                <path
                  key={key}
                  d={path}
                  class={`arrow ${aside ? 'arrow-aside' : ''} ${enabled ? '' : 'arrow-off'} ${lit ? (lit.lines.has(key) ? 'is-lit' : 'is-dim') : ''}`}
                  marker-end={to === 'job' ? 'url(#head)' : undefined}
                />
              ))}
          </svg>
          {flow.participants.map(({ name, outside, jobs }) => {
            const box = boxes.get(name);
            if (!box) return null;
            const looked = focus?.kind === 'participant' && focus.name === name;
            const fails = jobs.some((job) => failing.has(`${name}/${job.name}`));
            return (
              <a
                key={name}
                href={looked ? '/map' : `/map?participant=${encodeURIComponent(name)}`}
                class={`box ${outside ? 'box-outside' : ''} ${fails ? 'is-failed' : ''} ${dim(lit?.participants.has(name))}`}
                aria-current={looked ? 'true' : undefined}
                style={{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }}
              >
                <span class="box-name" style={{ height: `${BOX.head}px` }}>
                  {name}
                  {outside && <span class="box-note">outside</span>}
                </span>
                {jobs.map((job) => {
                  const letters = failing.get(`${name}/${job.name}`);
                  return (
                    <span
                      key={job.name}
                      class={`box-job ${letters ? 'is-failed' : ''}`}
                      style={{ height: `${BOX.job}px` }}
                    >
                      <span class="box-job-name">{job.name}</span>
                      {letters ? (
                        <span class="box-letters">
                          {count(letters)}
                          <span class="aloud"> set aside</span>
                        </span>
                      ) : (
                        job.schedule && <span class="box-note">{job.schedule.replace(/^rate\((.*)\)$/, '$1')}</span>
                      )}
                    </span>
                  );
                })}
              </a>
            );
          })}
          {flow.events.map(({ key, type, heardBy }) => {
            const at = events.get(key);
            if (!at) return null;
            const looked = focus?.kind === 'event' && focus.key === key;
            return (
              <a
                key={key}
                href={looked ? '/map' : `/map?event=${encodeURIComponent(key)}`}
                class={`event ${heardBy.length === 0 ? 'event-unheard' : ''} ${dim(lit?.events.has(key))}`}
                aria-current={looked ? 'true' : undefined}
                style={{ left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px`, height: `${at.height}px` }}
                title={key}
              >
                <span class="event-type">{type}</span>
                <span class="event-count">
                  {count(counts[key] ?? 0)}
                  <span class="aloud"> heard</span>
                </span>
              </a>
            );
          })}
        </div>
      </div>
    </Scrolled>
  );
}
