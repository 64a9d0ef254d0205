/** 备案编号 of a filing that a hospital's referral asks for: the number of the declaration, so that each leads to the other. */
export const filingIdOf = (declarationNo: string): string => `BA${declarationNo}`;

const OF_DECLARATION = /^BA(\d{28})$/;

/** The declaration a filing came from, if it came from one: other filings have shorter numbers. */
export const declarationOf = (filingId: string): string | null => OF_DECLARATION.exec(filingId)?.[1] ?? null;
