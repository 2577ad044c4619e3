import { simulateDataset, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { SimulationService } from './simulation.service.ts';

type Simulated = Output<typeof simulateDataset>;

@Handles(simulateDataset)
export class SimulateDatasetHandler implements Handler<typeof simulateDataset, Simulated> {
  constructor(private readonly simulation: SimulationService) {}

  prepare(input: Input<typeof simulateDataset>, caller: Caller): Promise<Simulated> {
    return this.simulation.simulate(input, known(caller).user);
  }

  handle(_input: Input<typeof simulateDataset>, _caller: Caller, simulated: Simulated): Simulated {
    return simulated;
  }
}
