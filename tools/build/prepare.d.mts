/** The sentence to print if this Node is too old, else nothing. */
export declare function whyNotThisNode(version: string): string | undefined;
