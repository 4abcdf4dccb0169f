import { type Actions, groupOf, limitOf, streamOf } from './action.ts';

export const GET_LOG_EVENTS: Actions = {
  GetLogEvents: (input, logs) => {
    const { startFromHead = false, nextToken, startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    const group = groupOf(input, logs);
    const { name } = streamOf(input, group);
    const limit = limitOf(input, 10_000);
    const [direction, at] = nextToken?.split('/') ?? [];
    // What is as late as the end is not given (API reference: GetLogEvents).
    const all = group.events.filter(
      ({ stream, timestamp }) => stream === name && timestamp >= startTime && timestamp < endTime,
    );
    const page =
      direction === 'f'
        ? all.filter(({ number }) => number > Number(at)).slice(0, limit)
        : direction === 'b'
          ? all.filter(({ number }) => number < Number(at)).slice(-limit)
          : startFromHead
            ? all.slice(0, limit)
            : all.slice(-limit);
    return {
      events: page.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
      // At the end of a stream the token that came is given back (API reference).
      nextForwardToken: `f/${page.at(-1)?.number ?? at ?? 0}`,
      nextBackwardToken: `b/${page[0]?.number ?? at ?? 0}`,
    };
  },
};
