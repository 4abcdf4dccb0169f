const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');

const bus = new EventBridgeClient({});

exports.handler = async ({ detail: { id, country } }) => {
  const verdict = country === 'YY' ? 'refused' : 'passed';
  await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.BUS,
          Source: 'screen.orders',
          DetailType: 'OrderScreened',
          Detail: JSON.stringify({ id, verdict }),
        },
      ],
    }),
  );
};
