import type { Deviations } from '../deviation.ts';

const because = 'It takes a function for durable by a field Enabled of DurableConfig, which the API does not have.';
const none = {
  endedBy: { refused: 'InvalidParameterValueException', status: 400, text: 'Invalid DurableExecutionArn: ' },
};

export const LAMBDA_DURABLE: Deviations = {
  'A durable function is not invoked without a version or an alias': { MiniStack: { answers: 'taken', because } },
  'A durable execution gets its input, answers its result, and is found afterwards with both': {
    MiniStack: { answers: none, because },
  },
  'A durable execution whose handler says that it failed has failed, with the error': {
    MiniStack: { answers: none, because },
  },
};
