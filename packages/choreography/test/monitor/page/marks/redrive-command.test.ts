import { afterEach, expect, test } from 'vitest';
import { redriveCommand, takeWhere } from '#monitor/page/marks/redrive-command.ts';

afterEach(() => takeWhere(new Headers()));

test('a command on the page leads to where the monitor is', () => {
  expect(redriveCommand('members', 'count')).toBe('npx choreography redrive members/count');
  takeWhere(new Headers({ 'monitor-endpoint': encodeURIComponent('http://127.0.0.1:4999') }));
  expect(redriveCommand('members', 'count', "it's 7", 'late return')).toBe(
    "npx choreography redrive members/count --key 'it'\\''s 7' --process 'late return' --endpoint-url http://127.0.0.1:4999",
  );
  takeWhere(new Headers({ 'monitor-profile': encodeURIComponent('my läb') }));
  expect(redriveCommand('members', 'count')).toBe("AWS_PROFILE='my läb' npx choreography redrive members/count");
});
