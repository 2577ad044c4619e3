import { Module } from '@nestjs/common';
import { ReleaseGate } from './release-gate.ts';
import { ReleaseRepository } from './release.repository.ts';

/** What may be seen of results, and who made it visible. */
@Module({ providers: [ReleaseRepository, ReleaseGate], exports: [ReleaseGate] })
export class ReleasesModule {}
