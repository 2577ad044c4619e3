import type { AnyOperation } from '@dq0/protocol';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { takeCensus, type FoundHandler, type Route } from './census.ts';
import { HANDLES } from './handler.ts';
import { OPERATIONS } from './operation-list.ts';

/** Finds the handlers among all providers and takes the census: a platform with a gap does not start. */
@Injectable()
export class RoutesService implements OnModuleInit {
  readonly #discovery: DiscoveryService;
  readonly #reflector: Reflector;
  readonly #operations: readonly AnyOperation[];
  #routes: ReadonlyMap<string, Route> = new Map();

  constructor(
    discovery: DiscoveryService,
    reflector: Reflector,
    @Inject(OPERATIONS) operations: readonly AnyOperation[],
  ) {
    this.#discovery = discovery;
    this.#reflector = reflector;
    this.#operations = operations;
  }

  onModuleInit(): void {
    const found = this.#discovery.getProviders().flatMap((provider): FoundHandler[] => {
      const kind: unknown = provider.metatype;
      if (typeof kind !== 'function' || provider.inject !== undefined) return [];
      const operation = this.#reflector.get<AnyOperation | undefined>(HANDLES, kind);
      return operation === undefined ? [] : [{ name: kind.name, operation, instance: provider.instance as unknown }];
    });
    this.#routes = takeCensus(this.#operations, found);
  }

  find(operation: string): Route | undefined {
    return this.#routes.get(operation);
  }
}
