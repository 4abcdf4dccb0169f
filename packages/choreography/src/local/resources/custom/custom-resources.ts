import type { Resource } from '#local/resources/types/resource-type.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import type { Journal } from '#local/state/journal.ts';
import { type CustomRequests, textsOf } from './custom-requests.ts';

/** A custom resource as it was made. */
export interface MadeResource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  /** As its function got them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Its PhysicalResourceId. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A custom resource of a template. */
export interface CustomResource {
  readonly typeName: string;
  readonly resource: Pick<Resource, 'stack' | 'logicalId' | 'properties'>;
}

/** The custom resources that were made, and what their functions answered: kept for another start. */
export class CustomResources {
  readonly #made: Map<string, MadeResource>;
  /** Physical resources that an update replaced and that are still to be deleted. */
  readonly #replaced: MadeResource[] = [];
  /** Why some could not be made, where the rest runs without them. */
  readonly #failed = new Map<string, string>();

  constructor(
    private readonly requests: Pick<CustomRequests, 'send' | 'isAnswerable'>,
    private readonly journal: Journal,
    /** Is told what could not be deleted. */
    private readonly notify: OnNotice,
  ) {
    const kept = journal.entries(KEPT).map(([, value]) => value as MadeResource);
    this.#made = new Map(kept.map((made) => [keyOf(made), made]));
  }

  /** A resource that was made with just these properties; undefined if it is still to be made or changed. */
  find({ typeName, resource: { stack, logicalId: id, properties } }: CustomResource): MadeResource | undefined {
    const made = this.#made.get(keyOf({ stack, id }));
    const isSame = made?.type === typeName && JSON.stringify(made.properties) === JSON.stringify(textsOf(properties));
    return isSame ? made : undefined;
  }

  /** Creates or updates a resource by its function. Throws an InputError with the reason when that fails. */
  async make({ typeName, resource }: CustomResource): Promise<{ did: 'made' | 'changed'; made: MadeResource }> {
    const { stack, logicalId: id } = resource;
    const asked = { stack, id, type: typeName, properties: textsOf(resource.properties) };
    const known = this.#made.get(keyOf(asked));
    const before = known?.type === typeName ? known : undefined;
    const { PhysicalResourceId: ref, Data: data = {} } = await this.requests.send(
      before ? 'Update' : 'Create',
      asked,
      before,
    );
    if (known && (known.type !== typeName || known.ref !== ref)) this.#replaced.push(known);
    const made = { ...asked, ref, data };
    this.#made.set(keyOf(made), made);
    this.journal.put(KEPT + keyOf(made), made);
    return { did: before ? 'changed' : 'made', made };
  }

  /** Notes that the rest is to run without a resource that could not be made. */
  leaveOut({ resource: { stack, logicalId: id } }: CustomResource, why: string): void {
    this.#failed.set(keyOf({ stack, id }), why);
  }

  /** Undefined if nothing has failed. */
  whyFailed(stack: string, id: string): string | undefined {
    return this.#failed.get(keyOf({ stack, id }));
  }

  /** Another deployment tries again what failed. */
  retry(): void {
    this.#failed.clear();
  }

  /**
   * Deletes what updates replaced and what no template has any more, as long as its function is there. A failure is
   * told, and the deployment goes on, as on AWS. Returns what no template has.
   */
  async clean(isAsked: (made: MadeResource) => boolean): Promise<MadeResource[]> {
    const gone = [...this.#made.values()].filter((made) => !isAsked(made));
    for (const made of [...this.#replaced.splice(0), ...gone].filter((each) => this.requests.isAnswerable(each)))
      await this.requests.send('Delete', made, made).catch(({ message }: Error) => {
        this.notify({ kind: 'not-deleted', explanation: message });
      });
    for (const made of gone) {
      this.#made.delete(keyOf(made));
      this.journal.delete(KEPT + keyOf(made));
    }
    return gone;
  }
}

const KEPT = 'custom-resource/';

const keyOf = ({ stack, id }: Pick<MadeResource, 'stack' | 'id'>): string => `${stack}/${id}`;
