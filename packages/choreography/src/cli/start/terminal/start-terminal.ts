import { type Paint, paintFor } from '#cli/program/paint.ts';
import type { StartOptions } from '#cli/start/start.ts';
import type { KeyOf, Notice, OnNotice } from '#local/runtime/notice.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { showNotices } from './show-notices.ts';

/** What `start` shows, as the options say. */
export class StartTerminal {
  readonly paint: { readonly stdout: Paint; readonly stderr: Paint } = {
    stdout: paintFor(process.stdout),
    stderr: paintFor(process.stderr),
  };
  /** Says something to people; programs that read JSON are not told. */
  readonly say: (text: string) => void;
  readonly #show: OnNotice;
  readonly #isJson: boolean;
  readonly #path: string;
  #clock: Pick<Runtime['clock'], 'now'> = { now: Date.now };
  #keyOf: KeyOf | undefined;
  #phase: 'sample' | 'ready' | 'ending' = 'sample';

  /** @param path that of the templates, whose processes know where events have their keys */
  constructor({ json = false, logs = false }: Pick<StartOptions, 'json' | 'logs'>, path: string) {
    this.#isJson = json;
    this.#path = path;
    if (json) void this.#readKeys();
    this.say = json ? () => {} : console.log;
    this.#show = showNotices({ now: () => this.#clock.now(), json, logs, stdout: process.stdout, paint: this.paint });
  }

  /** The terminal shows the time of the clock that logs and traces have. */
  tellTimeBy(clock: Pick<Runtime['clock'], 'now'>): void {
    this.#clock = clock;
  }

  /** All is ready, which programs are told by `asJson`. */
  ready(text: string, asJson: object): void {
    if (this.#isJson) console.log(JSON.stringify(asJson));
    this.say(text);
    this.#phase = 'ready';
    if (process.stdout.isTTY) void this.#readKeys();
  }

  /** The key of the instance that an event is of, as far as it is shown and known. */
  readonly keyOf: KeyOf = (event) => this.#keyOf?.(event);

  /** What is cut off by the end is no news. */
  end(): void {
    this.#phase = 'ending';
  }

  take(notice: Notice): void {
    // The sample's steps are shown by themselves.
    const isShownElsewhere = this.#phase === 'sample' && isEvent(notice) && !this.#isJson;
    if (this.#phase !== 'ending' && !isShownElsewhere) this.#show(notice);
  }

  /** What reads templates is loaded beside the rest, which does not wait for it. */
  async #readKeys(): Promise<void> {
    this.#keyOf ??= (await import('./instance-keys.ts')).instanceKeys(this.#path);
  }
}

const isEvent = ({ kind }: Notice): boolean => kind === 'event' || kind === 'handled';
