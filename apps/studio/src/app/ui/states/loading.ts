import { Component, input } from '@angular/core';

/** Grey lines where content comes; shown only when it takes longer than a moment. */
@Component({
  selector: 's0-loading',
  template: `
    <div class="loading" role="status">
      <span class="sr">{{ what() }}</span>
      <div class="skel"></div>
      <div class="skel two"></div>
      <div class="skel three"></div>
    </div>
  `,
})
export class Loading {
  readonly what = input('Loading');
}
