/** Project scope -> scopes it may import besides itself. */
export declare const MAY_IMPORT: Readonly<Record<string, readonly string[]>>;
export declare const TEST_KIT: readonly string[];
/** Scope -> folder of the project. */
export declare const FOLDER_OF: Readonly<Record<string, string>>;
export declare const LIBRARY_NAMES: readonly string[];
export declare const SERVICE_NAMES: readonly string[];
