import { type Locate, locateIn } from '#template/document/locate-in.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import { describeLeftOut, isNamed, type LeaveOut, type LeftOut } from './left-out.ts';

/** All that the runtime cannot do of some templates: what is left out, and what is refused together at the end. */
export class Unhonoured {
  readonly leftOut: LeftOut[] = [];
  readonly #refused: LeftOut[] = [];
  readonly #mistakes: string[] = [];
  readonly #locate: Locate;

  constructor(
    stacks: readonly Stack[],
    private readonly leaveOut: LeaveOut,
  ) {
    this.#locate = locateIn(stacks);
  }

  /** Whether the user names a resource or property among what is left out. */
  isNamed(...names: readonly string[]): boolean {
    return isNamed(this.leaveOut, ...names);
  }

  /** Notes what cannot be honoured. True if it is left out, which `anyway` says of what was tried and is. */
  note(what: LeftOut, anyway = false): boolean {
    const { stack, id, type, property } = what;
    const isLeftOut =
      anyway ||
      this.leaveOut.unsupported ||
      this.isNamed(type, id) ||
      (property !== undefined && this.isNamed(`${type}.${property}`, `${id}.${property}`));
    const at = this.#locate(
      { template: stack, id },
      property?.split('.').findLast((part) => !/^(\d+|\*)$/.test(part)),
    );
    const known = isLeftOut ? this.leftOut : this.#refused;
    if (
      !known.some(
        (each) => each.stack === stack && each.id === id && each.property === property && each.why === what.why,
      )
    )
      known.push({ ...what, ...(at && { at: `${at.file}:${at.line}` }) });
    return isLeftOut;
  }

  /** Notes a fault of a template, which nothing is left out for. */
  mistake(sentence: string): void {
    if (!this.#mistakes.includes(sentence)) this.#mistakes.push(sentence);
  }

  /** Throws one InputError that lists all that is refused, each in a line, and says what to do. */
  check(): void {
    const refused = this.#refused.map((each) => `  ${describeLeftOut(each)}`);
    if (refused.length + this.#mistakes.length === 0) return;
    const [first] = this.#refused;
    throw new InputError(
      [
        ...this.#mistakes,
        ...(first
          ? [
              'The local runtime cannot honour what these templates ask for:',
              ...refused,
              `Change the templates, or run the rest: --leave-out-unsupported leaves out all of these, --leave-out what it names, such as ${first.type}${first.property ? `.${first.property}` : ''} or ${first.id}.`,
            ]
          : []),
      ].join('\n'),
    );
  }
}
