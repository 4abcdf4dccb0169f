import { GetDurableExecutionCommand, ListDurableExecutionsByFunctionCommand } from '@aws-sdk/client-lambda';
import type { Aws } from '../aws.ts';
import { type GivenFunction, invoke } from '../given/a-function.ts';
import { api, guide } from '../reference.ts';
import { refusal } from '../refusal.ts';
import { storiesOf } from '../story.ts';

const INVOKING = guide('Lambda Developer Guide', 'Invoking durable Lambda functions', 'durable-invoking');
const NONE = { LocalStack: 'its open edition has no durable functions' };

/** Answers as the durable execution SDK does, which is not in a zip of one file. */
const durable = (answer: string): GivenFunction => ({
  source: `exports.handler = async (event) => { ${answer} };`,
  durable: true,
});
const FIRST = 'const [{ ExecutionDetails }] = event.InitialExecutionState.Operations;';

export const LAMBDA_DURABLE = storiesOf('Lambda: durable functions', [
  {
    name: 'A durable function is not invoked without a version or an alias',
    notTo: NONE,
    reference: INVOKING,
    given: durable('return { Status: "SUCCEEDED" };'),
    tell: (aws, name) => refusal(invoke(aws, name)),
    expected: {
      refused: 'InvalidParameterValueException',
      status: 400,
      text: 'You cannot invoke a durable function using an unqualified ARN.',
    },
  },
  {
    name: 'A durable execution gets its input, answers its result, and is found afterwards with both',
    notTo: NONE,
    reference: api('Lambda', 'GetDurableExecution'),
    given: durable(
      `${FIRST} return { Status: 'SUCCEEDED', Result: JSON.stringify({ heard: JSON.parse(ExecutionDetails.InputPayload) }) };`,
    ),
    async tell(aws, name) {
      const { Payload, found } = await execute(aws, name, { a: 1 });
      return { Payload, ...found };
    },
    expected: {
      Payload: { heard: { a: 1 } },
      isNamedByTheAnswer: true,
      Status: 'SUCCEEDED',
      InputPayload: '{"a":1}',
      Result: '{"heard":{"a":1}}',
    },
  },
  {
    name: 'A durable execution whose handler says that it failed has failed, with the error',
    notTo: NONE,
    reference: api('Lambda', 'GetDurableExecution'),
    given: durable(`return { Status: 'FAILED', Error: { ErrorType: 'OutOfStock', ErrorMessage: 'on purpose' } };`),
    async tell(aws, name) {
      const { FunctionError, found, errorType } = await execute(aws, name, {});
      return { FunctionError, Status: found.Status, errorType };
    },
    expected: { FunctionError: 'Unhandled', Status: 'FAILED', errorType: 'OutOfStock' },
  },
]);

/** Invokes a function as the execution `order-1`, and looks that up afterwards. */
async function execute(aws: Aws, FunctionName: string, event: unknown) {
  const DurableExecutionName = 'order-1';
  const answer = await invoke(aws, `${FunctionName}:$LATEST`, event, { DurableExecutionName });
  const { DurableExecutions = [] } = await aws.lambda.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName, Qualifier: '$LATEST', DurableExecutionName }),
  );
  const DurableExecutionArn = DurableExecutions[0]?.DurableExecutionArn ?? '';
  const {
    Status,
    InputPayload,
    Result,
    Error: error,
  } = await aws.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
  const isNamedByTheAnswer = answer.DurableExecutionArn === DurableExecutionArn;
  return { ...answer, found: { isNamedByTheAnswer, Status, InputPayload, Result }, errorType: error?.ErrorType };
}
