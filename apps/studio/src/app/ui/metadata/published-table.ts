import { Component, input } from '@angular/core';
import { exactText } from '../numbers/noisy-number.ts';
import { boundsText, groupText, listedValues, type Table } from './column-facts.ts';

/** What may be known of a table: its columns with bounds or values, and what grouping by them gives. */
@Component({
  selector: 's0-published-table',
  template: `
    <section class="card">
      <div class="hd">
        <h2>
          Table <span class="mono">{{ name() }}</span>
        </h2>
        <span class="muted small"
          >at most {{ exact(table().maxUnits) }} people (public bound), {{ unit(table().unit) }}</span
        >
        <span class="chip end">{{ table().columns.length }} columns</span>
      </div>
      <div class="tw" tabindex="0" role="region" [attr.aria-label]="'Columns of ' + name()">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">type</th>
              <th scope="col">bounds or values</th>
              <th scope="col">when grouped</th>
            </tr>
          </thead>
          <tbody>
            @for (column of table().columns; track column.name) {
              <tr>
                <td>
                  <span class="mono">{{ column.name }}</span>
                  @if (column.description; as about) {
                    <p class="about small soft">{{ about }}</p>
                  }
                </td>
                <td class="soft">{{ column.type }}</td>
                <td [title]="column.values?.join(', ') ?? ''">
                  @for (value of listed(column); track value) {
                    <bdi>{{ value }}</bdi>{{ $last ? '' : ', ' }}
                  } @empty {
                    {{ bounds(column) }}
                  }
                  @if (column.nullable) {
                    <span class="muted xs">or NULL</span>
                  }
                </td>
                <td>
                  @if (groups(column).threshold) {
                    <span class="chip cost">{{ groups(column).text }}</span>
                  } @else {
                    {{ groups(column).text }}
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </section>
  `,
})
export class PublishedTable {
  readonly name = input.required<string>();
  readonly table = input.required<Table>();
  protected readonly bounds = boundsText;
  protected readonly listed = listedValues;
  protected readonly groups = groupText;
  protected readonly exact = exactText;

  protected unit(unit: Table['unit']): string {
    if (unit === 'row') return 'one row is one person';
    return unit === 'public' ? 'public, protects nobody' : 'one person may have many rows';
  }
}
