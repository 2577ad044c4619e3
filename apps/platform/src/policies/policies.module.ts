import { Global, Module } from '@nestjs/common';
import { PoliciesRepository } from './policies.repository.ts';
import { PoliciesService } from './policies.service.ts';

@Global()
@Module({ providers: [PoliciesRepository, PoliciesService], exports: [PoliciesService] })
export class PoliciesModule {}
