import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { DurableExecutions } from './durable-executions.ts';

/** A durable function: each invocation of it is an execution, which may take many invocations of its code. */
export class DurableFunction implements LambdaFunction {
  constructor(
    readonly code: LambdaFunction,
    private readonly executions: () => Promise<DurableExecutions>,
  ) {}

  get config() {
    return this.code.config;
  }

  isFull() {
    return this.code.isFull();
  }

  warm(): void {
    this.code.warm();
  }

  async invoke(event: string, requestId: string, details: InvocationDetails = {}) {
    return (await this.executions()).run(this.code, event, requestId, details);
  }

  retire(): void {
    this.code.retire();
  }

  stop(): Promise<void> {
    return this.code.stop();
  }
}
