import { BusStack, bundleFunctions, MonitorStack, ParticipantStack, runChoreography } from 'choreography/constructs';
import { DeliveryCame, MemberJoined, ShelfMoved } from '../events.ts';
import { desk } from '../functions/desk/participant.ts';
import { monitor } from '../functions/monitor/participant.ts';

/** A library with two processes, on a bus whose name is as hard to read as one may be. */
runChoreography({ bus: 'library-2', stacks: 'Library' }, (app, setting) => {
  bundleFunctions([desk, monitor]);
  const bus = new BusStack(app, setting, {
    participants: [desk, monitor],
    saidFromOutside: [ShelfMoved, DeliveryCame],
  });
  class DeskStack extends ParticipantStack<typeof desk> {
    constructor() {
      super(app, setting, desk);
      this.job('take-fees', { items: {} }).on(MemberJoined);
      this.job('unpack', { items: {} }).on(DeliveryCame);
    }
  }
  for (const stack of [new DeskStack(), new MonitorStack(app, setting, monitor)])
    stack.addStackDependency(bus, 'the bus must exist');
});
