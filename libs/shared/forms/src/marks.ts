/** What is printed where, in points from the upper left corner. `y` of a text is its baseline. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly text: string;
      readonly size: number;
      readonly bold: boolean;
    }
  | { readonly kind: 'rule'; readonly x: number; readonly y: number; readonly width: number }
  | {
      readonly kind: 'frame';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'tick';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly on: boolean;
      readonly of: string;
    };
