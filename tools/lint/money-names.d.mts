export declare function wordsOf(name: string): readonly string[];

/** Whether a name speaks of yuan. */
export declare function isMoneyName(name: string): boolean;
