import { uuidOf } from '#local/lambda/uuid-of.ts';

/** The ARN of a durable execution; the same for the same name (API reference: DurableExecutionArn). */
export const executionArn = (functionArn: string, name: string): string =>
  `${functionArn}:$LATEST/durable-execution/${name}/${uuidOf(`${functionArn} ${name}`)}`;
