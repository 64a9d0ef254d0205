/** Every bound of the message layer in one place. */
export const MESSAGE_LIMITS = {
  /** Nesting of the request JSON; the deepest known message has six levels. */
  depth: 24,
  /** 费用明细 lines of one 2204 or 2301 call. */
  linesPerCall: 1000,
  /** 诊断 rows of one call. */
  diagnosesPerCall: 100,
  /** Withdrawn line numbers of one 2302 call. */
  withdrawalsPerCall: 1000,
  /** err_msg is a text of 200 characters in the interface. */
  errorTextLength: 200,
  /** exp_content is a text of 4000 characters in the interface. */
  extensionLength: 4000,
} as const;
