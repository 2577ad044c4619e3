import { CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type Options = EChartsCoreOption;

export interface Drawn {
  show(options: Options, height: number): void;
  end(): void;
}

/** A chart that keeps the size of its place. Motion only where it is welcome. */
export function draw(place: HTMLElement): Drawn {
  const chart = init(place, null, { renderer: 'svg' });
  const sized = new ResizeObserver(() => chart.resize());
  sized.observe(place);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    show: (options, height) => {
      chart.resize({ height });
      chart.setOption({ animation: !still, animationDuration: 220, ...options }, true);
    },
    end: () => {
      sized.disconnect();
      chart.dispose();
    },
  };
}
