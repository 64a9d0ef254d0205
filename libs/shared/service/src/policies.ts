import { loadPolicyBook, type PolicyBook } from '#policy';
import type { ServiceContext } from './definition.js';

const BOOKS = new WeakMap<ServiceContext, PolicyBook>();

/** The policy tables of a running service, read once at its start: a changed file holds from the next start on. */
export function policiesOf(context: ServiceContext): PolicyBook {
  const book = BOOKS.get(context) ?? loadPolicyBook(context.config.policies);
  BOOKS.set(context, book);
  return book;
}
