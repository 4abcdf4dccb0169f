import { BlockList, isIPv4 } from 'node:net';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** Whether a value of the request is as a policy expects it. */
type Test = (value: string, expected: string) => boolean;

export interface Operator {
  readonly test: Test;
  /** Whether the condition holds when no expected value fits, and when the request has no such key. */
  readonly negated: boolean;
}

const equal: Test = (value, expected) => value === expected;
const equalIgnoringCase: Test = (value, expected) => value.toLowerCase() === expected.toLowerCase();
const number =
  (compare: (a: number, b: number) => boolean): Test =>
  (value, expected) =>
    compare(Number(value), Number(expected));
/** A time in ISO 8601, or in seconds since 1970. */
const timeOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const time =
  (compare: (a: number, b: number) => boolean): Test =>
  (value, expected) =>
    compare(timeOf(value), timeOf(expected));

const within: Test = (address, expected) => {
  const [network = '', prefix] = expected.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
};

const is = (test: Test): Operator => ({ test, negated: false });
const isNot = (test: Test): Operator => ({ test, negated: true });

/** The condition operators of IAM (IAM user guide: "IAM JSON policy elements: Condition operators"), but `Null`. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(equal),
  StringNotEquals: isNot(equal),
  StringEqualsIgnoreCase: is(equalIgnoringCase),
  StringNotEqualsIgnoreCase: isNot(equalIgnoringCase),
  StringLike: is(matchesWildcard),
  StringNotLike: isNot(matchesWildcard),
  ArnEquals: is(matchesArn),
  ArnLike: is(matchesArn),
  ArnNotEquals: isNot(matchesArn),
  ArnNotLike: isNot(matchesArn),
  Bool: is(equalIgnoringCase),
  NumericEquals: is(number((a, b) => a === b)),
  NumericNotEquals: isNot(number((a, b) => a === b)),
  NumericLessThan: is(number((a, b) => a < b)),
  NumericLessThanEquals: is(number((a, b) => a <= b)),
  NumericGreaterThan: is(number((a, b) => a > b)),
  NumericGreaterThanEquals: is(number((a, b) => a >= b)),
  DateEquals: is(time((a, b) => a === b)),
  DateNotEquals: isNot(time((a, b) => a === b)),
  DateLessThan: is(time((a, b) => a < b)),
  DateLessThanEquals: is(time((a, b) => a <= b)),
  DateGreaterThan: is(time((a, b) => a > b)),
  DateGreaterThanEquals: is(time((a, b) => a >= b)),
  IpAddress: is(within),
  NotIpAddress: isNot(within),
};
