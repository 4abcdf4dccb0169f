import { useEffect, useRef } from 'preact/hooks';
import { useAddress } from './address.ts';
import { useProcesses, wordsOf } from './api/process-list.ts';
import { Bar } from './frame/bar.tsx';
import { Lost } from './frame/lost.tsx';
import { Shortcuts } from './frame/shortcuts.tsx';
import { InstancePage } from './instance/instance-page.tsx';
import { InstancesView } from './instances/instances-view.tsx';
import { MapView } from './map/map-view.tsx';
import { ParticipantsView } from './participants/participants-view.tsx';
import { capitalised } from './time/in-words.ts';
import { UnheardView } from './unheard/unheard-view.tsx';

/** The frame, and in it the view that the address names. */
export function App() {
  const { parts } = useAddress();
  const processes = useProcesses();
  const [place = 'instances', process = '', what, key] = parts;
  const isInstance = place === 'processes' && what === 'instances' && key !== undefined;
  const view = isInstance || (place === 'instances' && process === '') ? 'instances' : place;
  const id = isInstance ? key : undefined;
  const title =
    id ?? (view === 'instances' ? capitalised(wordsOf(processes, null).many) : TITLES[view]) ?? 'Nothing here';
  useEffect(() => {
    document.title = `${title} · Choreography monitor`;
  }, [title]);
  const shown = useRef(location.pathname);
  useEffect(() => {
    // What had the focus is gone with the view before: the keyboard and screen readers go on in this one.
    if (shown.current !== location.pathname && document.activeElement === document.body)
      document.getElementById('view')?.focus({ preventScroll: true });
    shown.current = location.pathname;
  }, [view, id]);
  return (
    <>
      <a class="skip" href="#view">
        Skip to the content
      </a>
      <Bar view={view} />
      <Lost />
      <main id="view" tabIndex={-1}>
        {view === 'instances' ? (
          id === undefined ? (
            <InstancesView />
          ) : (
            <InstancePage key={`${process} ${id}`} process={process} instanceKey={id} />
          )
        ) : view === 'map' ? (
          <MapView />
        ) : view === 'participants' ? (
          <ParticipantsView />
        ) : view === 'unheard' ? (
          <UnheardView />
        ) : (
          <section class="empty">
            <h1>There is nothing at {location.pathname}</h1>
            <p>
              <a href="/">See the {wordsOf(processes, null).many}</a>
            </p>
          </section>
        )}
      </main>
      <Shortcuts />
    </>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  map: 'The map',
  participants: 'Participants',
  unheard: 'Unheard',
};
