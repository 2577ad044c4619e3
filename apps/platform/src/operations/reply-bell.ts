import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';

/** Rings when a reply may be due at some proxy. */
@Injectable()
export class ReplyBell {
  readonly #rings = new Subject<void>();

  get rings(): Observable<void> {
    return this.#rings;
  }

  ring(): void {
    this.#rings.next();
  }
}
