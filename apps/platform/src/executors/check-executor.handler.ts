import { checkExecutor, CodedError, type ExecutorCheck, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient, ServiceRefusal } from '../service-link/service-client.ts';
import { serviceTrouble } from '../service-link/service-trouble.ts';

@Handles(checkExecutor)
export class CheckExecutorHandler implements Handler<typeof checkExecutor, ExecutorCheck> {
  constructor(private readonly service: ServiceClient) {}

  async prepare({ executor }: Input<typeof checkExecutor>): Promise<ExecutorCheck> {
    try {
      return await this.service.checkExecutor(executor);
    } catch (error) {
      const code = error instanceof ServiceRefusal ? error.code : undefined;
      if (code === 'EXECUTOR_UNKNOWN') throw new CodedError('EXECUTOR_UNKNOWN', { cause: error });
      if (code === 'CHECK_RUNNING') throw new CodedError('EXECUTOR_BUSY', { cause: error });
      throw serviceTrouble(error);
    }
  }

  handle(
    { executor }: Input<typeof checkExecutor>,
    caller: Caller,
    check: ExecutorCheck,
  ): Output<typeof checkExecutor> {
    caller.audit.object = executor;
    caller.audit.facts = { sandbox: check.kind, failed: check.findings.filter(({ ok }) => !ok).length };
    return check;
  }
}
