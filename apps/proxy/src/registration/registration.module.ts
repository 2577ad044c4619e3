import { Module } from '@nestjs/common';
import { RegistrationController } from './registration.controller.ts';

@Module({ controllers: [RegistrationController] })
export class RegistrationModule {}
