import { validationError } from '#local/gateway/aws-error.ts';
import { type Cors, checkCors } from './function-url-cors.ts';

/** How a function's URL answers (API reference: FunctionUrlConfig). */
export interface FunctionUrlConfig {
  readonly authType: string;
  /** `BUFFERED`: the answer is taken apart; `RESPONSE_STREAM`: what the handler writes is the answer. */
  readonly invokeMode: string;
  readonly cors?: Cors | undefined;
}

/** Throws Lambda's refusals. */
export function functionUrlConfig({
  AuthType,
  InvokeMode = 'BUFFERED',
  Cors: given,
}: Record<string, unknown>): FunctionUrlConfig {
  const modes = ['RESPONSE_STREAM', 'BUFFERED'];
  if (!modes.includes(String(InvokeMode)))
    throw validationError(
      `1 validation error detected: Value '${InvokeMode}' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [${modes.join(', ')}]`,
    );
  const cors = given as Cors | undefined;
  checkCors(cors ?? {});
  return { authType: String(AuthType), invokeMode: String(InvokeMode), cors };
}
