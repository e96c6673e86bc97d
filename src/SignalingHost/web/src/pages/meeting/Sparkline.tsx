const width = 260;
const height = 34;
const span = 60;

/** The points of a line over the last values; the newest is at the right, and the largest touches the top. */
export const pointsOf = (values: readonly number[]): string => {
  const most = Math.max(1, ...values);
  const step = width / (span - 1);
  return values.map((value, at) => `${(width - (values.length - 1 - at) * step).toFixed(1)},${(height - 2 - (value / most) * (height - 4)).toFixed(1)}`).join(' ');
};

export const Sparkline = ({ values, label }: { values: readonly number[]; label: string }) => {
  const points = pointsOf(values);
  const first = points.split(',')[0];
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {values.length > 1 && <polygon points={`${first},${height} ${points} ${width},${height}`} />}
      <polyline points={points} />
    </svg>
  );
};
