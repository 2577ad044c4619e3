import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** Ids of jobs whose state was committed anew: what long polls wait for instead of looking again and again. */
@Injectable()
export class JobChanges extends Subject<string> {}
