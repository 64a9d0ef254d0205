interface Looked {
  /** SQL after `from`. */
  readonly from: string;
  /** SQL: what must never hold of a row. */
  readonly broken: string;
  /** SQL: what names a row. */
  readonly place: string;
}

/** An invariant that counts what breaks it and names the first places. */
export const counted = ({ from, broken, place }: Looked): string =>
  `select count(*) filter (where ${broken}) as broken, count(*) as seen,
          (array_agg((${place})::text order by ${place}) filter (where ${broken}))[1:5] as places from ${from}`;
