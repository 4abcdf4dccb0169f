import { JOB_METADATA, PROCESS_METADATA } from 'choreography';
import { describe, expect, test } from 'vitest';
import { participants } from '../../infra/choreography.ts';
import { resourcesOf, synthesizedHere, type Template } from './synthesized.ts';

const all = synthesizedHere();

test('there is a stack for the bus, and one for each participant', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'Choreography-Bus',
    'Choreography-Checkout',
    'Choreography-Email',
    'Choreography-Monitor',
    'Choreography-Rewards',
    'Choreography-Warehouse',
  ]);
});

test('every job that a participant declares is deployed, as BUS_PARTICIPANT_JOB', () => {
  const deployed = resourcesOf(all, 'AWS::Lambda::Function').map(({ Properties }) => Properties.FunctionName);
  const declared = participants.flatMap(({ participant: { name, jobs } }) =>
    Object.keys(jobs).map((job) => `checkout_${name}_${job}`),
  );
  expect(deployed.sort()).toEqual(declared.sort());
});

test('the same sources give the same templates, byte for byte', () => {
  expect(synthesizedHere().map(({ text }) => text)).toEqual(all.map(({ text }) => text));
});

describe('Participants are independent:', () => {
  test.each(participants.map((left) => [left.participant.name, left] as const))(
    'without %s, the other templates are the same, byte for byte',
    (name, left) => {
      const others = synthesizedHere(
        {},
        participants.filter((participant) => participant !== left),
      );
      const expected = all.filter((template) => !template.name.toLowerCase().endsWith(`-${name}`));
      expect(others.length).toBe(all.length - 1);
      expect(others.map(({ name: file, text }) => ({ name: file, text }))).toEqual(
        expected.map(({ name: file, text }) => ({ name: file, text })),
      );
    },
  );

  test("no template names another's resources: neither by name, nor by import", () => {
    const named = all.flatMap((template) =>
      physicalNames(all.filter((other) => other !== template && !other.name.endsWith('-Bus')))
        .filter((name) => withoutDashboards(template).includes(name))
        .map((name) => `${template.name} names ${name}`),
    );
    expect(named).toEqual([]);
    expect(all.filter(({ text }) => text.includes('Fn::ImportValue')).map(({ name }) => name)).toEqual([]);
    expect(all.flatMap(({ outputs }) => Object.values(outputs)).filter((output) => output.Export)).toEqual([]);
  });

  test('no template but the bus itself makes or refers to the bus by anything but its name', () => {
    const buses = resourcesOf(all, 'AWS::Events::EventBus');
    expect(buses.map(({ template }) => template.name)).toEqual(['Choreography-Bus']);
    // A schedule hears nothing, and the default bus alone has schedules.
    const hearing = resourcesOf(all, 'AWS::Events::Rule').filter(({ Properties }) => Properties.EventPattern);
    expect(hearing.map(({ Properties }) => Properties.EventBusName)).toEqual(hearing.map(() => 'checkout'));
  });

  test('nothing refers to the archive or the schema registry, which not every engine has', () => {
    const optional = resourcesOf(
      all,
      'AWS::Events::Archive',
      'AWS::EventSchemas::Registry',
      'AWS::EventSchemas::Schema',
    );
    expect(optional.length).toBeGreaterThan(0);
    const referring = optional.flatMap(({ id, template }) =>
      Object.entries(template.resources)
        .filter(([, { Type }]) => !Type.startsWith('AWS::EventSchemas::'))
        .filter(([, resource]) => JSON.stringify(resource).includes(`"${id}"`))
        .map(([other]) => `${template.name} ${other} refers to ${id}`),
    );
    expect(referring).toEqual([]);
  });
});

describe('Contracts are published:', () => {
  test('every event that a job may say, by the template of who says it', () => {
    const published = resourcesOf(all, 'AWS::EventSchemas::Schema').map(
      ({ template, Properties }) => `${template.name} ${Properties.SchemaName}`,
    );
    const said = participants.flatMap(({ participant: { name, jobs } }) =>
      Object.values(jobs).flatMap(({ emits }) =>
        emits.map(({ source, type }) => `Choreography-${capitalised(name)} ${source}@${type}`),
      ),
    );
    expect(published.sort()).toEqual(['Choreography-Bus shop.supplier@StockReceived', ...said].sort());
  });

  test('in the registry of the bus, as JSON Schema with personal data marked', () => {
    const [placed] = resourcesOf(all, 'AWS::EventSchemas::Schema').filter(
      ({ Properties }) => Properties.SchemaName === 'shop.checkout@OrderPlaced',
    );
    expect(placed?.Properties).toMatchObject({ RegistryName: 'checkout', Type: 'JSONSchemaDraft4' });
    const { properties } = JSON.parse(placed?.Properties.Content);
    const { customer } = properties.detail.properties.data.properties.order.properties;
    expect(customer.properties.email['x-personal']).toBe(true);
  });

  test('and every function tells what its job accepts, as JSON Schema', () => {
    for (const { Metadata, Properties } of resourcesOf(all, 'AWS::Lambda::Function')) {
      const [, participant, job] = Properties.FunctionName.split('_');
      expect(Metadata?.[JOB_METADATA]).toMatchObject({ participant, job, accepts: { type: 'object' } });
    }
  });
});

test('The monitor tells the business process that it watches: each step with the events that end it', () => {
  const [process, ...others] = resourcesOf(all, 'AWS::Lambda::Function').flatMap(
    ({ Metadata }) => Metadata?.[PROCESS_METADATA] ?? [],
  );
  expect(others).toEqual([]);
  expect(process).toMatchObject({
    name: 'checkout',
    starts: { source: 'shop.checkout', type: 'OrderPlaced' },
    steps: {
      dispatched: {
        done: [{ source: 'shop.warehouse', type: 'OrderDispatched' }],
        failed: [{ source: 'shop.warehouse', type: 'OrderRejected' }],
        within: '30 minutes',
      },
      announced: { when: { step: 'dispatched', is: 'done' } },
    },
  });
});

describe('Stages stand beside each other:', () => {
  const staging = synthesizedHere({ stage: 'staging' });

  test('a stage has its own bus and its own stacks', () => {
    expect(staging.map(({ name }) => name)).toContain('Choreography-staging-Bus');
    expect(resourcesOf(staging, 'AWS::Events::EventBus')[0]?.Properties.Name).toBe('checkout-staging');
  });

  test('no resource of one has the name of a resource of the other', () => {
    const names = new Set(physicalNames(all));
    expect(names.size).toBeGreaterThan(50);
    expect(physicalNames(staging).filter((name) => names.has(name))).toEqual([]);
  });

  test('no permission of one reaches into the other', () => {
    const reaching = all.flatMap(({ name, text }) =>
      [...text.matchAll(/[\w-]*checkout[\w*-]*\*[\w*-]*/g)].flatMap(([wildcard]) => {
        const pattern = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`);
        return physicalNames(staging).some((other) => pattern.test(other)) ? [`${name}: ${wildcard}`] : [];
      }),
    );
    expect(reaching).toEqual([]);
  });

  test('a stage whose names would be too long for Lambda is refused with a sentence', () => {
    expect(() => synthesizedHere({ stage: 'a-stage-with-a-very-long-name-for-a-function' })).toThrow(
      /longer than Lambda's 64 characters: shorten the stage/,
    );
  });
});

/** A template's text but for its dashboards, which show what others count and refer to nothing. */
const withoutDashboards = ({ resources }: Template): string =>
  JSON.stringify(Object.values(resources).filter(({ Type }) => Type !== 'AWS::CloudWatch::Dashboard'));

/** The names that resources are given, as opposed to those that CloudFormation makes up. */
function physicalNames(templates: readonly Template[]): string[] {
  return templates.flatMap(({ resources }) =>
    Object.values(resources).flatMap(({ Type, Properties }) => {
      const {
        FunctionName,
        QueueName,
        TableName,
        LogGroupName,
        AlarmName,
        ArchiveName,
        RegistryName,
        SchemaName,
        Name,
      } = Properties;
      if (Type === 'AWS::EventSchemas::Schema') return [`${RegistryName}/${SchemaName}`];
      return [FunctionName, QueueName, TableName, LogGroupName, AlarmName, ArchiveName, RegistryName, Name].filter(
        (name) => typeof name === 'string',
      );
    }),
  );
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
