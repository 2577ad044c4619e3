export { Arrivals } from './arrivals.ts';
export { MailboxModule } from './mailbox.module.ts';
export { SocketServer } from './socket/socket-server.ts';
