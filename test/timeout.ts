import { jest } from '@jest/globals';

// Processes, brokers and databases are started and killed: what hangs is ended by this, what is merely slow is not.
jest.setTimeout(180_000);
