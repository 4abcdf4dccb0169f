import * as z from 'zod';
import { validationError } from '#local/gateway/aws-error.ts';
import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import { asJson } from '#template/document/as-object.ts';
import type { Clock } from './clock.ts';

const UNITS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A command to the clock, one of these four. */
const Command = z.union([
  z.strictObject({ hold: z.literal(true) }),
  z.strictObject({ release: z.literal(true) }),
  z.strictObject({ moveBy: z.string().regex(/^\d+ (second|minute|hour|day)s?$/) }),
  z.strictObject({ moveTo: z.iso.datetime({ offset: true }) }),
]);
const COMMANDS =
  'The body is one of {"hold": true}, {"moveBy": "24 hours"} (seconds, minutes, hours or days), {"moveTo": "2030-01-31T12:00:00Z"} and {"release": true}.';

/**
 * `/_local/clock`: GET reads the time, POST holds, moves or releases the clock; both answer
 * `{ now: ISO 8601, held: boolean, waiting: number of things that wait for the clock }`. A move is answered when all that
 * fell due has happened. Throws a ValidationException for another body and for a time that is over.
 */
export async function clockApi({ method, body }: AwsRequest, clock: Clock): Promise<AwsResponse> {
  if (method === 'POST') await obey(body.toString('utf8'), clock);
  const answer = { now: new Date(clock.now()).toISOString(), held: clock.held, waiting: clock.waiting };
  return jsonAnswer(200, answer);
}

async function obey(text: string, clock: Clock): Promise<void> {
  const command = Command.safeParse(asJson(text));
  if (!command.success) throw validationError(COMMANDS);
  try {
    if ('hold' in command.data) clock.hold();
    else if ('release' in command.data) clock.release();
    else if ('moveBy' in command.data) await clock.moveBy(milliseconds(command.data.moveBy));
    else await clock.moveTo(Date.parse(command.data.moveTo));
  } catch (error) {
    if (error instanceof RangeError) throw validationError(error.message);
    throw error;
  }
}

function milliseconds(duration: string): number {
  const [count, unit = ''] = duration.split(' ');
  return Number(count) * (UNITS[unit.replace(/s$/, '')] ?? 0);
}
