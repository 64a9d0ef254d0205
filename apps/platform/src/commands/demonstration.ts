/** The month every demonstration plays: its working days and holidays are published. */
export const DEMONSTRATION_MONTH = '2025-08';
