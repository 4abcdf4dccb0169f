import { InputError } from '#template/input-error.ts';
import { type Engine, EngineError } from './engine.ts';

/** The most time that a stack of a few resources may take. */
const TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** The stacks of the engine's CloudFormation: each resource that the engine makes for this runtime has a stack of its own. */
export class EngineStacks {
  readonly #made = new Map<string, string>();

  constructor(private readonly engine: Engine) {}

  /** Creates or updates a stack so that it has these resources. Throws an InputError with the engine's reason if that fails. */
  async put(stack: string, resources: Readonly<Record<string, object>>): Promise<void> {
    const TemplateBody = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources });
    if (this.#made.get(stack) === TemplateBody) return;
    await this.#change(stack, TemplateBody);
    this.#made.set(stack, TemplateBody);
  }

  /** Deletes a stack. */
  async delete(stack: string): Promise<void> {
    this.#made.delete(stack);
    await this.engine.cloudFormation({ Action: 'DeleteStack', StackName: stack });
  }

  async #change(StackName: string, TemplateBody: string): Promise<void> {
    const given = { StackName, TemplateBody, 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
    // A stack whose creation failed can only be deleted.
    if (/^(ROLLBACK_COMPLETE|\w+_FAILED)$/.test(await this.#status(StackName))) await this.delete(StackName);
    try {
      await this.engine.cloudFormation({ Action: 'CreateStack', ...given });
    } catch (error) {
      if (!isAbout(error, /already exists/i)) throw asInputError(error);
      try {
        await this.engine.cloudFormation({ Action: 'UpdateStack', ...given });
      } catch (again) {
        if (!isAbout(again, /no updates/i)) throw asInputError(again);
      }
    }
    await this.#settled(StackName);
  }

  async #settled(StackName: string): Promise<void> {
    for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; ) {
      const status = await this.#status(StackName);
      if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return;
      if (!status.endsWith('_IN_PROGRESS') || status.includes('ROLLBACK'))
        throw new InputError(`the engine beside answers ${status}: ${await this.#reason(StackName)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new InputError(`the engine beside did not make it within ${TIMEOUT_MS / 1000} seconds`);
  }

  /** The status of a stack; empty if there is no such stack. */
  async #status(StackName: string): Promise<string> {
    try {
      const answer = await this.engine.cloudFormation({ Action: 'DescribeStacks', StackName });
      return /<StackStatus>([^<]*)</.exec(answer)?.[1] ?? '';
    } catch (error) {
      if (!isAbout(error, /does not exist/i)) throw asInputError(error);
      return '';
    }
  }

  async #reason(StackName: string): Promise<string> {
    const answer = await this.engine.cloudFormation({ Action: 'DescribeStackEvents', StackName });
    const failed = answer.split('<member>').find((event) => /_FAILED</.test(event)) ?? '';
    return /<ResourceStatusReason>([^<]*)</.exec(failed)?.[1] ?? 'it does not say why';
  }
}

const isAbout = (error: unknown, text: RegExp): boolean => error instanceof EngineError && text.test(error.message);

const asInputError = (error: unknown): InputError =>
  new InputError(`the engine beside refuses it: ${(error as Error).message}`);
