/** A business process as in the metadata of a template. */
export interface ModelProcess {
  readonly name: string;
  readonly key: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly starts: { readonly source: string; readonly type: string };
  readonly steps: Readonly<Record<string, ModelStep>>;
  readonly calendar?: object;
}

export interface ModelStep {
  readonly done: readonly { readonly type: string }[];
  readonly failed?: readonly { readonly type: string }[];
  readonly when?: { readonly step: string; readonly is: 'done' | 'failed' };
  /** A time span, such as `5 minutes`, and the step whose end it begins with. */
  readonly within?: string;
  readonly after?: string;
  readonly calendar?: object;
  readonly times?: number;
  readonly forEach?: string;
  readonly optional?: boolean;
  readonly oneOf?: string;
}

/** The data of the events of an instance, by type. */
export type SeenEvents = ReadonlyMap<string, readonly unknown[]>;

/** Whether an instance is completed by its events alone: a second implementation, which the monitor is compared with. */
export function isCompleted(process: ModelProcess, seen: SeenEvents): boolean {
  if (!seen.has(process.starts.type)) return false;
  const due = Object.values(process.steps).filter((step) => isDue(process, step, seen));
  const isDone = (step: ModelStep) => outcomeOf(process, step, seen) === 'done';
  return due.every(
    (step) =>
      isDone(step) ||
      step.optional === true ||
      (step.oneOf !== undefined && due.some((other) => other.oneOf === step.oneOf && isDone(other))),
  );
}

function isDue(process: ModelProcess, step: ModelStep, seen: SeenEvents): boolean {
  if (timesOf(process, step, seen) === 0) return false;
  const before = step.when && process.steps[step.when.step];
  return !before || (outcomeOf(process, before, seen) === step.when?.is && isDue(process, before, seen));
}

function outcomeOf(process: ModelProcess, step: ModelStep, seen: SeenEvents): 'done' | 'failed' | undefined {
  const count = (events: readonly { readonly type: string }[] = []) =>
    events.reduce((sum, { type }) => sum + (seen.get(type)?.length ?? 0), 0);
  const [done, failed, needed] = [count(step.done), count(step.failed), timesOf(process, step, seen)];
  if (done >= needed) return 'done';
  return failed > 0 && done + failed >= needed ? 'failed' : undefined;
}

/** How often a step must be done: once for each item of an array in the starting event, or as often as it declares. */
function timesOf({ starts }: ModelProcess, { forEach, times = 1 }: ModelStep, seen: SeenEvents): number {
  if (forEach === undefined) return times;
  const [start] = seen.get(starts.type) ?? [];
  const items = forEach.split('.').reduce<unknown>((at, field) => Object(at)[field], start);
  return Array.isArray(items) ? items.length : 0;
}
