import { Module } from '@nestjs/common';
import { PlatformConfig } from '../config/platform-config.ts';
import { EmlFolderMailer } from './eml-folder-mailer.ts';
import { MailRepository } from './mail.repository.ts';
import { MailService } from './mail.service.ts';
import { Mailer } from './mailer.ts';
import { SmtpMailer } from './smtp-mailer.ts';

@Module({
  providers: [
    {
      provide: Mailer,
      inject: [PlatformConfig],
      useFactory: ({ smtp, mailFolder }: PlatformConfig) =>
        smtp === undefined ? new EmlFolderMailer(mailFolder) : new SmtpMailer(smtp),
    },
    MailRepository,
    MailService,
  ],
  exports: [MailService],
})
export class MailModule {}
