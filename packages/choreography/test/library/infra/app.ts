import { BusStack, bundleFunctions, MonitorStack, ParticipantStack, runChoreography } from 'choreography/constructs';
import { BookLent, BooksLost, DeliveryCame, LoanCancelled, MemberJoined, ShelfMoved } from '../events.ts';
import { desk } from '../functions/desk/participant.ts';
import { monitor } from '../functions/monitor/participant.ts';
import { staff } from './staff.ts';

/**
 * A library with two processes, on a bus whose name is as hard to read as one may be. With the context `staff` there are those, too,
 * who do the steps of a loan: else nobody acts but a desk.
 */
runChoreography({ bus: 'library-2', stacks: 'Library' }, (app, setting) => {
  const isStaffed = app.node.tryGetContext('staff') !== undefined;
  const others = isStaffed ? staff : [];
  const taking = [desk, monitor, ...others.map(({ participant }) => participant)];
  bundleFunctions(taking);
  const bus = new BusStack(app, setting, {
    participants: taking,
    saidFromOutside: [ShelfMoved, DeliveryCame, ...(isStaffed ? [BookLent, LoanCancelled, MemberJoined] : [])],
  });
  class DeskStack extends ParticipantStack<typeof desk> {
    constructor() {
      super(app, setting, desk);
      this.job('take-fees', { items: {} }).on(MemberJoined);
      if (isStaffed) this.job('charge').on(BooksLost);
      this.job('unpack', { items: {} }).on(DeliveryCame);
    }
  }
  const made = [
    new DeskStack(),
    new MonitorStack(app, setting, monitor),
    ...others.map((Each) => new Each(app, setting)),
  ];
  for (const stack of made) stack.addStackDependency(bus, 'the bus must exist');
});
