import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineEvent } from '#contracts/define-event.ts';
import { defineParticipant } from '#contracts/define-participant.ts';
import { personal } from '#contracts/personal.ts';
import { maskedError } from '#jobs/log/masked-error.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';

const READER = 'Ada Lovelace';
const hide = (text: string) => text.replaceAll(READER, '***');
const maskedOf = (thrown: unknown) => maskedError(thrown, 'desk/lend failed', hide);

describe('an error of a job', () => {
  it('keeps its name, and has no personal data in its message and its stack', () => {
    const masked = maskedOf(new TypeError(`no card of ${READER}`, { cause: READER }));
    expect(masked).toMatchObject({ name: 'TypeError', message: 'desk/lend failed: no card of ***' });
    expect(masked.cause).toBeUndefined();
    expect(masked.stack).toContain('masked-error.test.ts');
    expect(masked.stack).not.toContain(READER);
  });

  it('is made of a text that was thrown', () => {
    expect(maskedOf(`no card of ${READER}`).message).toBe('desk/lend failed: no card of ***');
  });

  it.each([[undefined], [null], [{ reader: READER }]])('tells only the kind of what else was thrown: %j', (thrown) => {
    const { message } = maskedOf(thrown);
    expect(message).toMatch(/^desk\/lend failed: \[object \w+\] was thrown, which is no error$/);
  });
});

describe('what a handler throws is thrown on without personal data', () => {
  const accepts = z.object({ id: z.string(), reader: personal(z.string()) });
  const Lent = defineEvent({ source: 'library.desk', type: 'Lent', version: 1, data: accepts, correlateBy: 'id' });
  const desk = defineParticipant('desk', {
    source: 'library.desk',
    jobs: { lend: { accepts, oncePer: 'id', emits: [Lent] } },
  });
  const data = { id: 'l-1', reader: READER };
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as never;
  const fails = async ({ reader }: typeof data): Promise<never> => {
    throw new Error(`no card of ${reader}`);
  };
  let bench: Workbench;
  beforeAll(async () => {
    bench = await aWorkbench();
  });
  afterAll(() => bench.stop());

  it('by a job that hears events', async () => {
    const { handle } = await import('#jobs/handle.ts');
    const event = { id: 'e-1', source: 'library.desk', 'detail-type': 'Asked', detail: { data } } as never;
    const error = await handle(desk, 'lend', fails)(event, context).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: 'desk/lend could not handle event e-1 (Asked): no card of ***' });
    expect((error as Error).stack).not.toContain(READER);
  });

  it('by a job that is asked over HTTP', async () => {
    const { handleHttp } = await import('#jobs/handle-http.ts');
    const request = { requestContext: { http: { method: 'POST' } }, body: JSON.stringify(data) } as never;
    const error = await handleHttp(desk, 'lend', fails)(request, context).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: 'desk/lend could not handle a request: no card of ***' });
    expect((error as Error).stack).not.toContain(READER);
  });
});
