import { type Check, finding } from '#check/finding.ts';
import { jobName, listed } from '#check/naming.ts';

/** Functions that know a global endpoint, and may put events in one of its regions alone: a failover takes their permission. */
export const oneRegionPermitted: Check = ({ endpoints, producers }) =>
  endpoints.flatMap(({ name, buses, namedBy }) =>
    namedBy.flatMap((job) => {
      const own = producers.filter((producer) => jobName(producer) === job);
      const refused = buses.filter((bus) => !own.some((producer) => producer.bus === bus));
      const [first] = own;
      if (first === undefined || refused.length === 0 || refused.length === buses.length) return [];
      return [
        finding('one-region-permitted', `${job} on ${name}`, {
          at: first.policy ?? first,
          what: `${job} has the global endpoint ${name} in its environment, and no policy lets it put events on ${listed(refused)}.`,
          why: 'The endpoint leads to that bus when its region is the one that works: then each of its events is refused.',
          remedy: `Allow events:PutEvents on ${listed(buses)}.`,
        }),
      ];
    }),
  );
