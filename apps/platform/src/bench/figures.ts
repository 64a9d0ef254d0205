/** One measured figure with the physical limit of the same run beside it. Values as text. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: string;
  readonly limit: { readonly what: string; readonly value: string };
  /** Of the limit: rates as value / limit, times as limit / value; 1.00 is as good as the machine. */
  readonly ratio: string;
}

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly limit: { readonly what: string; readonly value: number };
}

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

export const rate = ({ name, value, limit }: Measured): Figure => ({
  ...{ name, unit: '1/s', value: rounded(value), limit: { what: limit.what, value: rounded(limit.value) } },
  ratio: (value / limit.value).toFixed(2),
});

export const time = ({ name, value, limit }: Measured): Figure => ({
  ...{ name, unit: 'ms', value: rounded(value), limit: { what: limit.what, value: rounded(limit.value) } },
  ratio: (limit.value / value).toFixed(2),
});

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
