import { arn } from '#local/runtime/account.ts';
import type { Stack } from '#template/template.ts';

/** A stack that runs here, as CloudFormation describes it. */
export interface DeployedStack {
  readonly name: string;
  /** Its ARN. */
  readonly id: string;
  readonly description: string | undefined;
  /** The given template, as JSON. */
  readonly body: string;
  readonly createdAt: Date;
  /** Undefined until the template changed. */
  readonly updatedAt: Date | undefined;
}

/** The stacks that the runtime runs. */
export class DeployedStacks {
  #stacks = new Map<string, DeployedStack>();

  /** Replaces all that was deployed before; a stack whose template is the same keeps its id and times. */
  deploy(stacks: readonly Stack[], now: Date): void {
    this.#stacks = new Map(stacks.map((stack) => [stack.name, deployed(stack, this.#stacks.get(stack.name), now)]));
  }

  all(): DeployedStack[] {
    return [...this.#stacks.values()];
  }

  /** By name or ARN. */
  find(nameOrId: string): DeployedStack | undefined {
    return this.all().find(({ name, id }) => name === nameOrId || id === nameOrId);
  }
}

function deployed({ name, template }: Stack, before: DeployedStack | undefined, now: Date): DeployedStack {
  const body = JSON.stringify(template);
  if (before?.body === body) return before;
  const { Description } = template as { Description?: string };
  return {
    name,
    id: arn('cloudformation', `stack/${name}/local`),
    description: Description,
    body,
    createdAt: before?.createdAt ?? now,
    updatedAt: before && now,
  };
}
