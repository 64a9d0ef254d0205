import type { Availability } from './types.mjs';

/** The official images the project is written for. */
export declare const IMAGES: Readonly<Record<'postgres' | 'redis' | 'kafka' | 'node', string>>;

/** Whether container tests can run here; pulls missing images. */
export declare function ensure(): Promise<Availability>;
