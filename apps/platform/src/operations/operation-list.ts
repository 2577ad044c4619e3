import type { AnyOperation } from '@dq0/protocol';
import { Global, Module, type DynamicModule } from '@nestjs/common';

/** Injection token of the operations that this platform answers. */
export const OPERATIONS = Symbol('operations');

@Global()
@Module({})
export class OperationListModule {
  static of(operations: readonly AnyOperation[]): DynamicModule {
    const providers = [{ provide: OPERATIONS, useValue: operations }];
    return { module: OperationListModule, providers, exports: [OPERATIONS] };
  }
}
