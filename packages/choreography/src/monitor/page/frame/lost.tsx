import { connection, wake } from '#monitor/page/api/connection.ts';
import { useStore } from '#monitor/page/store.ts';
import { useNow } from '#monitor/page/time/clock.ts';
import { roughSpan, timeOfDay } from '#monitor/page/time/in-words.ts';
import './lost.css';

/** Says that the API is away, since when, and when it is tried again; what is on the screen stays. */
export function Lost() {
  const state = useStore(connection);
  useNow();
  const real = Date.now();
  return (
    <div class="lost-place" role="status">
      {!state.answers && (
        <div class="lost">
          <p>
            <strong>The monitor’s API does not answer.</strong> What you see is as of{' '}
            {timeOfDay(new Date(state.since).toISOString(), real)}; nothing on it is lost.{' '}
            <span class="lost-why">{state.why}</span>
          </p>
          <span class="lost-next" aria-hidden="true">
            {state.nextTry > real ? `Next try in ${roughSpan(state.nextTry - real + 999)}` : 'Trying…'}
          </span>
          <button type="button" onClick={wake}>
            Try now
          </button>
        </div>
      )}
    </div>
  );
}
