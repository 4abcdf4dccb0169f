import { serviceOf } from './plausible-identity.ts';

/** What is not to be run of the templates. */
export interface LeaveOut {
  /** Types, logical ids or `TYPE.PROPERTY`, with `*` for any characters. */
  readonly names: readonly string[];
  /** Whether all is left out that the runtime cannot honour. */
  readonly unsupported: boolean;
}

/** One resource, or one property of it, that does not run. */
export interface LeftOut {
  readonly stack: string;
  /** `AWS::S3::Bucket`. */
  readonly type: string;
  readonly id: string;
  /** The path of the property, where the resource itself runs. */
  readonly property?: string;
  readonly why?: string;
  /** What `Ref` of it gives. */
  readonly ref?: string;
  /** `template.yaml:12`, relative to the working directory. */
  readonly at?: string;
}

/** Whether the user leaves out a resource, or a property of resources, by one of its names. */
export const isNamed = ({ names }: Pick<LeaveOut, 'names'>, ...own: readonly string[]): boolean =>
  names.some((name) => own.some((each) => glob(name).test(each)));

const glob = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

/** `App: AWS::S3::Bucket (Uploads): why [template.yaml:12]`. */
export const describeLeftOut = ({ stack, type, id, property, why, at }: LeftOut): string =>
  `${stack}: ${type}${property ? `.${property}` : ''} (${id})${why ? `: ${why}` : ''}${at === undefined ? '' : ` [${at}]`}`;

/** The resources that were left out, for the errors of calls that need them. */
export class LeftOutResources {
  #all: readonly LeftOut[] = [];

  set(all: readonly LeftOut[]): void {
    this.#all = all.filter(({ property }) => property === undefined);
  }

  /** A sentence on the resources of a service, as calls are signed for it; empty without any. */
  ofService(service: string): string {
    return named(this.#all.filter(({ type }) => serviceOf(type) === service));
  }

  /** A sentence on the resources that a text has the name of; empty without any. */
  in(text: string): string {
    return named(this.#all.filter(({ ref = '' }) => ref !== '' && text.includes(ref.split(/[:/]/).at(-1) ?? ref)));
  }
}

const named = (resources: readonly LeftOut[]): string =>
  resources.length === 0
    ? ''
    : `Left out at the start: ${resources.map(({ type, id, stack }) => `${type} ${id} of ${stack}`).join(', ')}.`;
