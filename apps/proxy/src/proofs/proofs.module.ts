import { Module } from '@nestjs/common';
import { Nonces } from './nonces.ts';
import { Proofs } from './proofs.ts';

@Module({ providers: [Nonces, Proofs], exports: [Nonces, Proofs] })
export class ProofsModule {}
