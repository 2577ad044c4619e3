import { CodedError, SampleAnswer, sampleDataset, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { DatasetsService } from './datasets.service.ts';

type Sample = Output<typeof sampleDataset>;

@Handles(sampleDataset)
export class SampleDatasetHandler implements Handler<typeof sampleDataset, Sample> {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly service: ServiceClient,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare({ dataset, table: wanted, rows }: Input<typeof sampleDataset>, caller: Caller): Promise<Sample> {
    const { definition } = this.unitOfWork.read((reading) =>
      this.datasets.permitted(reading, known(caller).user, dataset, 'dataset:sample'),
    );
    const table = wanted ?? Object.keys(definition.tables)[0] ?? '';
    if (!(table in definition.tables)) {
      const details = [{ path: 'table', message: `expected ${Object.keys(definition.tables).join(' or ')}` }];
      throw new CodedError('INPUT_INVALID', { details });
    }
    const request = { request: 'sample', protocol: 1, definition, arguments: { table, rows } } as const;
    return { table, ...SampleAnswer.parse(await this.service.plan('sql', request)) };
  }

  handle(_input: Input<typeof sampleDataset>, _caller: Caller, sample: Sample): Sample {
    return sample;
  }
}
