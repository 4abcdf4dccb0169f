import { connection } from '#monitor/page/api/connection.ts';
import { useInstanceBook } from '#monitor/page/api/instance-book.ts';
import { useProcesses, wordsOf } from '#monitor/page/api/process-list.ts';
import { isLate } from '#monitor/page/instances/lateness.ts';
import { useStore } from '#monitor/page/store.ts';
import { useNow } from '#monitor/page/time/clock.ts';
import { capitalised, count } from '#monitor/page/time/in-words.ts';
import './bar.css';
import { openShortcuts } from './shortcuts.tsx';
import { nextTheme, theme } from './theme.ts';

const VIEWS = [
  ['map', '/map', 'Map'],
  ['participants', '/participants', 'Participants'],
  ['unheard', '/unheard', 'Unheard'],
] as const;

/** The bar over every view: where one is, where one can go, how many instances are wrong, whether this is live. */
export function Bar({ view }: { view: string }) {
  const { instances } = useInstanceBook();
  const { many } = wordsOf(useProcesses(), null);
  const now = useNow();
  const { answers } = useStore(connection);
  const chosen = useStore(theme);
  const wrong = [...instances.values()].filter((instance) => isLate(instance, now) || instance.failures > 0).length;
  return (
    <header class="bar">
      <a class="bar-name" href="/">
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M5 12h5M14 6.5 10 12l4 5.5" fill="none" stroke="currentColor" stroke-width="1.8" />
          <circle cx="4" cy="12" r="2.6" fill="currentColor" />
          <circle cx="17" cy="5.5" r="2.6" fill="currentColor" />
          <circle
            cx="17"
            cy="18.5"
            r="2.6"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-dasharray="2.2 1.6"
          />
        </svg>
        <span>Monitor</span>
      </a>
      <nav aria-label="Views">
        {[['instances', '/', capitalised(many)] as const, ...VIEWS].map(([name, path, label]) => (
          <a key={name} href={path} aria-current={view === name ? 'page' : undefined}>
            {label}
            {name === 'instances' && wrong > 0 && (
              <span class="bar-wrong">
                {count(wrong)}
                <span class="aloud"> late or set aside</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="bar-end">
        <span class={`live ${answers ? '' : 'live-off'}`}>{answers ? 'Live' : 'Away'}</span>
        <button type="button" class="quiet" onClick={nextTheme} title="Colours: system, light, dark (t)">
          {THEME_NAMES[chosen]}
        </button>
        <button type="button" class="quiet" onClick={openShortcuts} title="Keyboard shortcuts (?)">
          <span aria-hidden="true">?</span>
          <span class="aloud">Keyboard shortcuts</span>
        </button>
      </div>
    </header>
  );
}

const THEME_NAMES = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;
