/** The month every demonstration plays: its working days and holidays are published. */
export const DEMONSTRATION_MONTH = '2025-08';
/** The year `kuasheng demo --year` plays; holidays of it and of the next are published. */
export const DEMONSTRATION_YEAR = '2025';
