/** The sentence to print if this Node is too old, else nothing. */
export declare function whyNotThisNode(version: string): string | undefined;

interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** Whether every package of the lock file is there in its version; those for other machines need not be. */
export declare function isAllInstalled(
  locked: Readonly<Record<string, LockedPackage>>,
  installed: Readonly<Record<string, LockedPackage>>,
): boolean;
