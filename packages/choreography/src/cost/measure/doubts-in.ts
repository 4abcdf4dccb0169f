import { describeLeftOut } from '#local/resources/left-out.ts';
import type { Notice } from '#local/runtime/notice.ts';

/** Notices that make the counts doubtful: each sentence once, and one of each function that failed. */
export function doubtsIn(notices: readonly Notice[]): string[] {
  const doubts = notices.flatMap((notice): string[] => {
    switch (notice.kind) {
      case 'left-out':
        return notice.what.property === undefined ? [`Not run, so not counted: ${describeLeftOut(notice.what)}.`] : [];
      case 'delivery-failed':
        return [`Rule ${notice.rule} could not deliver to ${notice.target}: ${notice.reason}.`];
      case 'access-denied':
        return notice.refused ? [`${notice.who} was refused: ${notice.error}.`] : [];
      default:
        return [];
    }
  });
  return [...new Set([...doubts, ...failuresIn(notices)].map((doubt) => doubt.replace(/\.\.$/, '.')))];
}

/** An error may name the event, so that no two are the same: the first of each function is told, with how many there were. */
function failuresIn(notices: readonly Notice[]): string[] {
  const failures = new Map<string, string[]>();
  for (const notice of notices)
    if (notice.kind === 'handler-failed')
      failures.set(notice.function, [...(failures.get(notice.function) ?? []), notice.error]);
  return [...failures].map(
    ([name, errors]) =>
      `${name} failed${errors.length > 1 ? ` ${errors.length} times, first` : ''} (${errors[0]}): retries of AWS would come on top.`,
  );
}
