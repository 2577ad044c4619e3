/** The colours of the page as a chart needs them: as they are now, light or dark. */
export interface Colours {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly answer: string;
  readonly whisker: string;
  readonly cost: string;
  readonly costSoft: string;
}

export function coloursOf(place: HTMLElement): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: read('--ink'),
    faint: read('--ink-3'),
    line: read('--line'),
    surface: read('--surface'),
    answer: read('--answer'),
    whisker: read('--answer-line'),
    cost: read('--cost'),
    costSoft: read('--cost-soft'),
  };
  probe.remove();
  return colours;
}
