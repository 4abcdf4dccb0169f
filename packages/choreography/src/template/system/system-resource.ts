import { NO_VALUE } from '#template/evaluate.ts';
import type { TemplateResource } from '#template/template.ts';
import { ACCOUNT, parseArn, REGION } from './arn.ts';
import { type Identity, identify } from './identity.ts';
import type { StackScope } from './stack-scope.ts';

interface ReadProperty {
  readonly property: string;
  value: unknown;
  readonly before: ReadProperty | undefined;
}

/** A resource of a system, its properties evaluated when they are asked for. */
export class SystemResource {
  readonly template: string;
  readonly type: string;
  /** The properties that were evaluated, the last first: of a few, a map or a list is larger than what is in it. */
  #read: ReadProperty | undefined;
  #place: { readonly template: string; readonly id: string } | undefined;
  #identity: Identity | undefined;
  #exists: boolean | undefined;

  constructor(
    /** The logical id. */
    readonly id: string,
    private readonly declared: TemplateResource,
    private readonly scope: StackScope,
  ) {
    this.template = scope.stack.name;
    this.type = declared.Type;
  }

  get place(): { readonly template: string; readonly id: string } {
    this.#place ??= { template: this.template, id: this.id };
    return this.#place;
  }

  /** Whether its condition holds, or may hold, and that of its stack. */
  get exists(): boolean {
    const { Condition } = this.declared;
    this.#exists ??= this.scope.exists && (Condition === undefined || this.scope.condition(Condition) !== false);
    return this.#exists;
  }

  /** Whether it is made for certain, wherever its stack is. */
  get isCertain(): boolean {
    const { Condition } = this.declared;
    return Condition === undefined || this.scope.condition(Condition) === true;
  }

  /** A property's value, its intrinsic functions evaluated; undefined when it is not set. */
  read(property: string): unknown {
    const declared = this.declared.Properties?.[property];
    if (declared === undefined || typeof declared === 'number' || typeof declared === 'boolean') return declared;
    // There is nothing in it to evaluate, but for a reference to SSM.
    if (typeof declared === 'string' && !declared.includes('{{')) return declared;
    const known = this.#known(property);
    if (known !== undefined) return known.value;
    const evaluated = this.scope.evaluate(declared, this.id);
    const value = evaluated === NO_VALUE ? undefined : evaluated;
    // Where it led in a circle, it was evaluated in between.
    const inBetween = this.#known(property);
    if (inBetween) inBetween.value = value;
    else this.#read = { property, value, before: this.#read };
    return value;
  }

  #known(property: string): ReadProperty | undefined {
    let each = this.#read;
    while (each && each.property !== property) each = each.before;
    return each;
  }

  metadata(key: string): unknown {
    return this.declared.Metadata?.[key];
  }

  /** The identity, if it has been asked for before: without a way that could lead in a circle. */
  get knownIdentity(): Identity | undefined {
    return this.#identity;
  }

  get identity(): Identity {
    this.#identity ??= identify(this.type, `\${${this.template}.${this.id}}`, (property) => this.read(property));
    return this.#identity;
  }

  /** The ARN; its reference when the type has none that is known. */
  get arn(): string {
    return this.identity.attributes.Arn ?? this.identity.ref;
  }

  /** The ARN with the account and region of its stack, as far as they are known. */
  get placedArn(): string {
    const { account = ACCOUNT, region = REGION } = this.scope.stack.environment ?? {};
    return this.arn.replace(ACCOUNT, account).replace(REGION, region);
  }

  /** Whether a principal is of the account of its stack, as far as that is known. */
  isOfItsAccount(principal: unknown): boolean {
    const { account = ACCOUNT } = this.scope.stack.environment ?? {};
    return String(principal).includes(ACCOUNT) || String(principal).includes(account);
  }

  /** Whether an ARN's region and account, as far as they are known, are those of its stack. */
  mayStandAt(arn: string): boolean {
    const { region = '', account = '' } = parseArn(arn) ?? {};
    const own = this.scope.stack.environment;
    const fits = (wanted: string, known: string | undefined) =>
      known === undefined || !/^[\w-]+$/.test(wanted) || wanted === known;
    return fits(region, own?.region) && fits(account, own?.account);
  }
}
