import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as install } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { formatNumber, formatTime } from '../../lib/format';
import { text } from '../../text';
import { formatBound, formatValue, type HistorySeries, ownBounds } from './api';

install([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
const words = text.watch.agreements;

/** Values over time with the objective's limit drawn in; violated steps are marked by colour and shape. */
export function HistoryChart({ name, series }: { name: string; series: HistorySeries }) {
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const { colors } = useMantineTheme();

  useEffect(() => {
    if (!host.current) return undefined;
    const chart = init(host.current, undefined, { renderer: 'svg' });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(host.current);
    const dark = scheme === 'dark';
    const ink = dark ? colors.dark[0] : colors.gray[7];
    const faint = dark ? colors.dark[4] : colors.gray[3];
    const line = dark ? colors.teal[4] : colors.teal[8];
    const bad = dark ? colors.red[5] : colors.red[8];
    const limits = ownBounds(series);
    const values = [...series.points.flatMap(({ value }) => value ?? []), ...limits.map(({ value }) => value)];
    const room = Math.max((Math.max(...values) - Math.min(...values)) * 0.08, Math.abs(values[0] ?? 1) * 0.01, 0.01);
    chart.setOption({
      // Live values come every minute; drawing everything anew each time would distract.
      animation: false,
      textStyle: { fontFamily: 'inherit', color: ink },
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      tooltip: {
        trigger: 'axis',
        backgroundColor: dark ? colors.dark[6] : '#fff',
        borderColor: faint,
        textStyle: { color: dark ? colors.dark[0] : colors.dark[7] },
        formatter: (found: unknown) => {
          const { dataIndex } = (found as { dataIndex: number }[])[0] ?? { dataIndex: -1 };
          const point = series.points[dataIndex];
          return point ? `${formatTime(point.at)}<br>${formatValue(point.value, series.unit) ?? text.watch.noData} · ${text.watch.states[point.state] ?? ''}` : '';
        },
      },
      xAxis: { type: 'time', axisLabel: { color: ink, fontSize: 12, hideOverlap: true }, axisLine: { lineStyle: { color: faint } }, splitLine: { show: false } },
      yAxis: {
        type: 'value',
        scale: true,
        min: Math.min(...values) >= 0 ? Math.max(0, Math.min(...values) - room) : Math.min(...values) - room,
        max: Math.max(...values) + room,
        // The ends are where the values are, not at round numbers.
        axisLabel: { color: ink, showMinLabel: false, showMaxLabel: false, formatter: (value: number) => formatNumber(value, 1) },
        splitLine: { lineStyle: { color: faint } },
      },
      series: [
        {
          type: 'line',
          showSymbol: true,
          lineStyle: { color: line, width: 2 },
          itemStyle: { color: line },
          data: series.points.map((point) => ({
            value: [point.at, point.value ?? null],
            symbol: point.state === 'violated' ? 'diamond' : 'circle',
            symbolSize: point.state === 'violated' ? 9 : series.points.length > 80 ? 0 : 5,
            itemStyle: { color: point.state === 'violated' ? bad : line },
          })),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: bad, type: 'dashed', width: 1.5 },
            label: { position: 'insideEndTop', color: ink, formatter: ({ name: label }: { name: string }) => label },
            data: limits.map((limit) => ({ yAxis: limit.value, name: formatBound(limit, series.unit) })),
          },
        },
      ],
    });
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [series, scheme, colors]);

  const limit = ownBounds(series).map((bound) => formatBound(bound, series.unit)).join(', ');
  return <div ref={host} role="img" aria-label={words.chartLabel(name, series.points.length, limit ? words.limit(limit) : '')} style={{ height: 280 }} />;
}
