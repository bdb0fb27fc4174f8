interface SparklineProps {
  readonly values: readonly (number | null)[];
  readonly tone: 'accept' | 'refuse' | 'accent';
}

/** The shape of a figure over the range, no scale: decoration beside the figure itself. */
export function Sparkline({ values, tone }: SparklineProps) {
  const [width, height] = [72, 18];
  const groups = Math.min(36, values.length);
  const most = Math.max(1e-9, ...values.map((value) => value ?? 0));
  const per = values.length / Math.max(1, groups);
  const line = Array.from({ length: groups }, (_, index) => {
    const slice = values.slice(
      Math.floor(index * per),
      Math.max(Math.floor(index * per) + 1, Math.floor((index + 1) * per)),
    );
    const mean = slice.reduce<number>((sum, value) => sum + (value ?? 0), 0) / Math.max(1, slice.length);
    const x = groups === 1 ? width : (index / (groups - 1)) * width;
    return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${(height - 2 - (mean / most) * (height - 4)).toFixed(1)}`;
  }).join('');
  return (
    <svg
      className="spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={line}
        fill="none"
        stroke={`var(--${tone === 'refuse' ? 'refuse-line' : tone})`}
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
    </svg>
  );
}
