import { Module } from '@nestjs/common';
import { PlatformConfig } from '../config/platform-config.ts';
import { EmlFolderMailer } from './eml-folder-mailer.ts';
import { MailRepository } from './mail.repository.ts';
import { MailService } from './mail.service.ts';
import { Mailer } from './mailer.ts';

@Module({
  providers: [
    {
      provide: Mailer,
      inject: [PlatformConfig],
      useFactory: (config: PlatformConfig) => new EmlFolderMailer(config.mailFolder),
    },
    MailRepository,
    MailService,
  ],
  exports: [MailService],
})
export class MailModule {}
