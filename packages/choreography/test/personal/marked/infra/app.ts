import { BusStack, bundleFunctions, MonitorStack, ParticipantStack, runChoreography } from 'choreography/constructs';
import { asked, told } from '../events.ts';
import { desk } from '../functions/desk/participant.ts';
import { monitor } from '../functions/monitor/participant.ts';

runChoreography({ bus: 'marked', stacks: 'Marked' }, (app, setting) => {
  bundleFunctions([desk, monitor]);
  const bus = new BusStack(app, setting, { participants: [desk, monitor], saidFromOutside: [...asked, ...told] });
  class DeskStack extends ParticipantStack<typeof desk> {
    constructor() {
      super(app, setting, desk);
      for (const [i, event] of asked.entries()) this.job(`take-${i}`).on(event);
    }
  }
  for (const stack of [new DeskStack(), new MonitorStack(app, setting, monitor)])
    stack.addStackDependency(bus, 'the bus must exist');
});
