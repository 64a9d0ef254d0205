/** 纸张 Paper a form is printed on; A4 upright unless it says otherwise. */
export interface Page {
  readonly size: 'A4' | 'A3';
  readonly landscape: boolean;
}

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export const UPRIGHT: Page = { size: 'A4', landscape: false };

const SHORT = { A4: 595.28, A3: 841.89 } as const;
const LONG = { A4: 841.89, A3: 1190.55 } as const;

/** Width and height in points. */
export const sizeOf = ({ size, landscape }: Page = UPRIGHT): PageSize =>
  landscape ? { width: LONG[size], height: SHORT[size] } : { width: SHORT[size], height: LONG[size] };

/** Points of paper around what is printed. */
export const PAPER_MARGINS = { side: 42, top: 36, bottom: 42 } as const;
