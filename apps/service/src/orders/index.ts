export { GrantsService } from './grants.service.ts';
export { OrdersModule } from './orders.module.ts';
