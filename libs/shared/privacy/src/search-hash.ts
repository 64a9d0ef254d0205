const keyOf = (hash: string): string | undefined => hash.split(':')[1];

/** Whether two search hashes of one kind are of different texts. Those of different keys cannot be compared and tell nothing: false. */
export const areOfDifferentTexts = (one: string, other: string): boolean =>
  keyOf(one) === keyOf(other) && one !== other;
