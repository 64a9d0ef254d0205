export interface Probe {
  readonly level: 'kafka' | 'redis' | 'docker';
  readonly available: boolean;
  readonly reason?: string;
  readonly files: number;
}

export interface Figures {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Run {
  readonly figures: Figures;
  readonly exitCode: number;
  readonly probes: readonly Probe[];
  readonly required: readonly string[];
}

export declare const ALWAYS: readonly string[];
export declare const NEEDING: readonly Probe['level'][];

/** KUASHENG_REQUIRE=kafka,redis,docker -> the levels; throws at a word that is none. */
export declare function requiredOf(text?: string): readonly string[];

/** A sentence for each level that is not there; those required say so. */
export declare function notRunOf(probes: readonly Probe[], required: readonly string[]): string[];

/** What jest's own figures come to. */
export declare function figuresOf(json: Readonly<Record<string, number>>): Figures;

/** Why a run is not good; nothing if it is. */
export declare function whyNotGood(run: Run): string | undefined;

export declare function closingLine(figures: Figures): string;
