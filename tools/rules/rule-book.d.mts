export interface Rule {
  readonly id: string;
  readonly section: string;
  readonly text: string;
}

export interface Citations {
  readonly code: readonly string[];
  readonly tests: readonly string[];
}

export interface RuleBook {
  readonly rules: readonly Rule[];
  readonly states: Readonly<Record<string, string>>;
  readonly citations: ReadonlyMap<string, Citations>;
}

/** The rules of the list in its order: rows of its tables, numbered items of section 10. */
export declare function rulesOf(markdown: string): Rule[];

/** Ids that a text cites, each once, in order. */
export declare function citedIn(text: string): string[];

/** What is wrong: unknown ids, wrong states, `done` without a test. Empty if nothing is. */
export declare function problemsOf(book: RuleBook): string[];

/** The page rule -> state -> code -> tests. */
export declare function pageOf(book: RuleBook): string;

export declare function readBook(root: string): Promise<RuleBook>;
