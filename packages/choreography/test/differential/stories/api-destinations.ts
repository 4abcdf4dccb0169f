import { anEntry, put } from '../given/a-bus.ts';
import { type HttpRequest, requestsTo } from '../given/a-listener.ts';
import { messagesIn } from '../given/a-queue.ts';
import { queueCalled } from '../given/a-stack.ts';
import { anApiDestination } from '../given/an-api-destination.ts';
import { api, guide } from '../reference.ts';
import { storiesOf } from '../story.ts';
import { NOT_TOLD_YET } from './dynamodb-streams.ts';

const DESTINATIONS = guide(
  'EventBridge User Guide',
  'API destinations as targets in Amazon EventBridge',
  'eb-api-destinations',
);
const CONNECTIONS = api('EventBridge', 'CreateConnectionAuthRequestParameters');
const KEY = { ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'secret' } };
const BY_KEY = { AuthorizationType: 'API_KEY', AuthParameters: KEY } as const;

/** What of a request the stories tell: its path without the name of the door. */
const told = ({ method, url, body, headers }: HttpRequest, ...named: string[]) => ({
  ...{ method, path: url.replace(/^\/[^/?]*/, ''), body: JSON.parse(body) },
  ...Object.fromEntries(named.map((name) => [name, headers[name]])),
});

export const API_DESTINATIONS = storiesOf('EventBridge: API destinations', [
  {
    name: 'An API destination is sent the input of its target, with the key of its connection and the headers of EventBridge',
    notTo: NOT_TOLD_YET,
    reference: DESTINATIONS,
    stack: anApiDestination({ auth: BY_KEY }),
    async tell(aws, _, { name }) {
      await put(aws, anEntry(name('bus'), { title: 'emma' }));
      const requests = await requestsTo(name('door'), 1);
      return requests.map((each) => told(each, 'x-api-key', 'user-agent', 'content-type', 'range'));
    },
    expected: [
      {
        method: 'POST',
        path: '',
        body: { title: 'emma' },
        'x-api-key': 'secret',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
        'content-type': 'application/json; charset=utf-8',
        range: 'bytes=0-1048575',
      },
    ],
  },
  {
    name: 'An API destination has path, query and headers from the event, and what its connection says wins',
    notTo: NOT_TOLD_YET,
    reference: api('EventBridge', 'HttpParameters'),
    stack: anApiDestination({
      path: '/loans/*/of/*',
      auth: {
        AuthorizationType: 'API_KEY',
        AuthParameters: {
          ...KEY,
          InvocationHttpParameters: {
            HeaderParameters: [{ Key: 'by', Value: 'connection' }],
            QueryStringParameters: [{ Key: 'by', Value: 'connection' }],
            BodyParameters: [{ Key: 'by', Value: 'connection' }],
          },
        },
      },
      parameters: {
        PathParameterValues: ['$.detail.title', '7'],
        HeaderParameters: { by: 'target', of: '$.source' },
        QueryStringParameters: { by: 'target', of: '$.detail-type' },
      },
    }),
    async tell(aws, _, { name }) {
      await put(aws, anEntry(name('bus'), { title: 'emma' }));
      const [request] = await requestsTo(name('door'), 1);
      if (!request) return 'nothing came';
      const { path, ...rest } = told(request, 'by', 'of');
      const { pathname, searchParams } = new URL(path, 'http://door');
      return { ...rest, path: pathname, query: Object.fromEntries(searchParams) };
    },
    expected: {
      method: 'POST',
      path: '/loans/emma/of/7',
      query: { by: 'connection', of: 'Told' },
      body: { title: 'emma', by: 'connection' },
      by: 'connection',
      of: 'story',
    },
  },
  {
    name: 'An API destination is authorized by the name and password of its connection',
    notTo: NOT_TOLD_YET,
    reference: CONNECTIONS,
    stack: anApiDestination({
      auth: {
        AuthorizationType: 'BASIC',
        AuthParameters: { BasicAuthParameters: { Username: 'ada', Password: 'pass' } },
      },
    }),
    async tell(aws, _, { name }) {
      await put(aws, anEntry(name('bus')));
      return (await requestsTo(name('door'), 1)).map(({ headers }) => headers.authorization);
    },
    expected: [`Basic ${btoa('ada:pass')}`],
  },
  {
    name: 'What an API destination answers with 400 is not sent again, but set aside',
    notTo: NOT_TOLD_YET,
    reference: DESTINATIONS,
    stack: anApiDestination({ auth: BY_KEY, path: '/refused' }),
    async tell(aws, _, { name }) {
      await put(aws, anEntry(name('bus')));
      const lost = await messagesIn(aws, await queueCalled(aws, name('lost')), 1);
      return {
        lost: lost.map(({ MessageAttributes = {} }) => MessageAttributes.ERROR_CODE?.StringValue),
        requests: (await requestsTo(name('door'), 1)).length,
      };
    },
    expected: { lost: ['SDK_CLIENT_ERROR'], requests: 1 },
  },
]);
