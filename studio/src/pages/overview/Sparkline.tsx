import { text } from '../../text';
import { type Guarantee, ownBounds } from '../agreements/api';

const words = text.watch.overview;
const width = 132;
const height = 30;
const edge = 4;

/** The last day of a promise in a few strokes, with its limit dashed in; violated steps are marked. */
export function Sparkline({ guarantee }: { guarantee: Guarantee }) {
  const points = (guarantee.trend ?? []).flatMap(({ at, value, state }) => (value === null || value === undefined ? [] : [{ at: Date.parse(at), value, state }]));
  if (points.length === 0) return <span>{text.watch.noData}</span>;
  const limits = ownBounds(guarantee).map(({ value }) => value);
  const values = [...points.map(({ value }) => value), ...limits];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const x = (at: number) => (last === first ? width - edge : edge + ((at - first) / (last - first)) * (width - 2 * edge));
  const y = (value: number) => (high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge));
  const broken = points.filter(({ state }) => state === 'violated');
  const end = points.at(-1);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.trendOf(guarantee.id, points.length, broken.length === 0 ? words.neverViolated : words.violatedIn(broken.length))}>
      {limits.map((limit) => <line key={limit} x1={0} x2={width} y1={y(limit)} y2={y(limit)} stroke="var(--status-bad)" strokeDasharray="3 3" strokeWidth={1} />)}
      <polyline points={points.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')} fill="none" stroke="var(--status-good)" strokeWidth={1.5} strokeLinejoin="round" />
      {broken.map((point) => <circle key={point.at} cx={x(point.at)} cy={y(point.value)} r={2.5} fill="var(--status-bad)" />)}
      {end && end.state !== 'violated' && <circle cx={x(end.at)} cy={y(end.value)} r={2.5} fill="var(--status-good)" />}
    </svg>
  );
}
