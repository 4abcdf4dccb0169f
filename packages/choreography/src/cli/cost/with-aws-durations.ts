import { join } from 'node:path';
import type { Measurement } from '#cost/measure/measure.ts';
import type { ProcessPath } from '#cost/measure/process-path.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { measureCalm } from '#simulation/load/measure-calm.ts';
import type { Stack } from '#template/template.ts';

/** What is counted of a system, in a simulated world. */
interface Counted {
  readonly stacks: readonly Stack[];
  readonly paths: readonly ProcessPath[];
  readonly bus: string | undefined;
  readonly perSecond: number;
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
  /** The folder with its source maps, if there is one. */
  readonly project: string | undefined;
}

/**
 * Gives invocations the durations that they have in a simulated world, where calls take what they take on AWS: on this machine they take
 * a tenth of that. If the system cannot be simulated, they keep those of this machine, and a doubt says so.
 */
export async function withAwsDurations(measured: Measurement, counted: Counted): Promise<Measurement> {
  try {
    const usual = await usualDurations(counted);
    const invocations = measured.paths.flatMap(({ operations }) => operations.flat()).filter(isInvocation);
    const unknown = invocations.find(({ function: name, failed }) => !failed && !usual.has(name));
    if (unknown) throw new Error(`in one, "${unknown.function}" was not invoked, or failed`);
    const paths = measured.paths.map((path) => ({
      ...path,
      operations: path.operations.map((each) =>
        each.map((one) =>
          isInvocation(one)
            ? { ...one, milliseconds: usual.get(nameOf(one)) ?? usual.get(one.function) ?? one.milliseconds }
            : one,
        ),
      ),
    }));
    return { ...measured, paths, lastsAsOnAws: true };
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]?.replace(/\.$/, '');
    const doubt = `For how long functions are busy is as measured on this machine, not on AWS, since it could not be simulated: ${why}.`;
    return { ...measured, doubts: [...measured.doubts, doubt] };
  }
}

type Invocation = Operation & { readonly kind: 'invocation' };

const isInvocation = (one: Operation): one is Invocation => one.kind === 'invocation';

const nameOf = ({ function: name, queue = '' }: Invocation): string => `${name} ${queue}`;

/** The mean duration of a function's invocations that did not fail, in milliseconds: by its name, and by `NAME QUEUE` of those that a queue causes. */
async function usualDurations({ paths, bus, project, ...system }: Counted): Promise<Map<string, number>> {
  const calm = await measureCalm({
    ...{ ...system, paths, seed: 1, leaveOut: { names: [], unsupported: true } },
    bus: bus ?? paths[0]?.entries[0]?.EventBusName ?? 'default',
    sourceMaps: project === undefined ? undefined : join(project, 'build/source-maps'),
  });
  const sums = new Map<string, { count: number; milliseconds: number }>();
  for (const one of calm.flatMap(({ instances }) => instances.flat()))
    if (isInvocation(one) && !one.failed)
      for (const name of [nameOf(one), one.function]) {
        const { count, milliseconds } = sums.get(name) ?? { count: 0, milliseconds: 0 };
        sums.set(name, { count: count + 1, milliseconds: milliseconds + (one.milliseconds ?? 0) });
      }
  return new Map([...sums].map(([name, { count, milliseconds }]) => [name, milliseconds / count]));
}
