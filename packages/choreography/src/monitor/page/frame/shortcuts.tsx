import { useEffect, useRef } from 'preact/hooks';
import { goTo, listPath } from '#monitor/page/address.ts';
import './shortcuts.css';
import { nextTheme } from './theme.ts';

const KEYS = [
  ['/', 'Search'],
  ['j  k', 'Next, previous in the list (or ↓ ↑)'],
  ['Enter', 'Open what has the focus'],
  ['[  ]', 'In an instance: before the event before, the next event'],
  ['u', 'Back to the list, as it was left'],
  ['g o', 'Go to the overview'],
  ['g m', 'Go to the map'],
  ['g p', 'Go to the participants'],
  ['g u', 'Go to the unheard'],
  ['t', 'Colours: system, light, dark'],
  ['?', 'These shortcuts'],
  ['Esc', 'Close; empty the search; leave the focus on the map'],
] as const;

export const openShortcuts = (): void => document.querySelector<HTMLDialogElement>('#shortcuts')?.showModal();

/** The keys that work everywhere, and the list of all of them. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let gone = 0;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.current?.open) return;
      const afterG = Date.now() - gone < 1500;
      gone = 0;
      const path = afterG ? PLACES[event.key] : event.key === 'u' ? listPath() : undefined;
      if (path) goTo(path);
      else if (event.key === 'g') gone = Date.now();
      else if (event.key === 't') nextTheme();
      else if (event.key === '?') openShortcuts();
      else if (event.key === '/') search();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return (
    <dialog id="shortcuts" ref={dialog} aria-labelledby="shortcuts-title">
      <div>
        <h2 id="shortcuts-title">Keyboard shortcuts</h2>
        <dl>
          {KEYS.map(([keys, does]) => (
            <div key={keys}>
              <dt>
                {keys.split(/ +/).map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

const PLACES: Readonly<Record<string, string>> = { o: '/', m: '/map', p: '/participants', u: '/unheard' };

function search(): void {
  const find = () => document.querySelector<HTMLInputElement>('#search');
  // At once where it can be: what is typed next must not be taken for shortcuts.
  if (find()) {
    find()?.select();
    return;
  }
  goTo('/');
  requestAnimationFrame(() => find()?.select());
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
