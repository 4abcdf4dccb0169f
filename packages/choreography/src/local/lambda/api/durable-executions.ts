import { jsonAnswer } from '#local/gateway/backend.ts';
import { describeExecution, summaryOf } from '#local/lambda/durable/describe-execution.ts';
import type { DurableExecution } from '#local/lambda/durable/durable-execution.ts';
import { type ErrorObject, inSeconds } from '#local/lambda/durable/operation.ts';
import type { Action, Actions, Call, Lambda } from './action.ts';
import { page } from './page.ts';

/** Durable executions, which only functions and those who watch them ask for: loaded with the first. */
export const DURABLE_EXECUTIONS: Actions = {
  'POST durable-executions/*/checkpoint': async ({ name, input }, { durable }) => {
    const executions = await durable();
    const execution = executions.get(name);
    const { token, changed } = execution.checkpoint(
      String(input.CheckpointToken),
      input.Updates ?? [],
      executions.clock.now(),
    );
    executions.keep(execution);
    return jsonAnswer(200, {
      CheckpointToken: token,
      NewExecutionState: { Operations: changed.map(inSeconds) },
    });
  },
  'GET durable-executions/*/state': async ({ name, query }, { durable }) => {
    const execution = (await durable()).get(name);
    execution.mustHoldToken(String(query.get('CheckpointToken')));
    const { page: shown, ...next } = page(execution.state(), query, ({ Id }) => Id);
    return jsonAnswer(200, { Operations: shown.map(inSeconds), ...next });
  },
  'GET durable-executions/*': async ({ name }, { durable }) =>
    jsonAnswer(200, inSeconds(describeExecution((await durable()).get(name)))),
  'POST durable-executions/*/stop': async ({ name, input }, { durable }) => {
    const executions = await durable();
    const execution = executions.get(name);
    const error = (input.Error ?? input) as ErrorObject;
    execution.end('STOPPED', executions.clock.now(), { error });
    executions.keep(execution);
    return jsonAnswer(200, { StopTimestamp: (execution.endedAt ?? 0) / 1000 });
  },
  'GET functions/*/durable-executions': async ({ name, query }, { functions, durable }) => {
    const all = (await durable()).of(functions.get(name).config.arn);
    const statuses = query.getAll('Statuses');
    const wanted = all.filter(
      ({ of, status }) =>
        (statuses.length === 0 || statuses.includes(status)) &&
        of.name === (query.get('DurableExecutionName') ?? of.name),
    );
    if (query.get('ReverseOrder') === 'true') wanted.reverse();
    const { page: shown, ...next } = page(wanted, query, ({ of }) => of.arn);
    return jsonAnswer(200, { DurableExecutions: shown.map((each) => inSeconds(summaryOf(each))), ...next });
  },
  'POST durable-execution-callbacks/*/succeed': onCallback((call, execution, id, now) => {
    execution.complete(id, 'SUCCEEDED', { Result: call.request.body.toString('utf8') }, now);
  }),
  'POST durable-execution-callbacks/*/fail': onCallback(({ input }, execution, id, now) => {
    execution.complete(id, 'FAILED', { Error: input.Error ?? input }, now);
  }),
  'POST durable-execution-callbacks/*/heartbeat': onCallback((_, execution, id, now) => execution.heartbeat(id, now)),
};

/** Does something to the open callback of the id in the path. */
function onCallback(
  // biome-ignore lint/suspicious/noExplicitAny: the input has a shape for each action
  act: (call: Call<any>, execution: DurableExecution, operationId: string, now: number) => void,
): Action {
  return async (call, { durable }: Lambda) => {
    const executions = await durable();
    const { execution, operationId } = executions.withCallback(call.name);
    execution.openCallback(operationId);
    act(call, execution, operationId, executions.clock.now());
    executions.keep(execution);
    return jsonAnswer(200, {});
  };
}
