/** What a later claim takes over from the one before unless it says it anew. */
const INHERITED = ['policy', 'person', 'filing', 'documentsOwed', 'account'] as const;

type Document = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * 同一人以后各次 The documents of a case and of the claims under `then`, each complete: person, filing, policy and account
 * as before, within a visit kind and level, unless the later one writes them. Pure.
 */
export function claimDocuments(document: unknown): readonly unknown[] {
  if (!isObject(document) || !Array.isArray(document['then'])) return [document];
  const documents: unknown[] = [document];
  let before: Document = document;
  for (const later of document['then'] as readonly unknown[]) {
    if (!isObject(later)) {
      documents.push(later);
      continue;
    }
    before = followed(before, later);
    documents.push(before);
  }
  return documents;
}

function followed(before: Document, later: Document): Document {
  const earlier: Document = { ...before, account: withoutBalances(before['account']) };
  const kept = Object.fromEntries(
    INHERITED.filter((name) => earlier[name] !== undefined).map((name) => [name, merged(earlier, later, name)]),
  );
  return { ...kept, ...later, ...kept, visit: visitOf(before['visit'], later['visit']) };
}

/** Balances go on as the claim before left them, unless a later one writes them. */
function withoutBalances(account: unknown): unknown {
  if (!isObject(account)) return account;
  return Object.fromEntries(Object.entries(account).filter(([name]) => name !== 'balance' && name !== 'family'));
}

const merged = (before: Document, later: Document, name: string): unknown =>
  isObject(before[name]) && isObject(later[name]) ? { ...before[name], ...later[name] } : (later[name] ?? before[name]);

/** A later visit is another one: its dates, marks and number of the stay are its own. */
function visitOf(before: unknown, later: unknown): unknown {
  if (!isObject(before) || (later !== undefined && !isObject(later))) return later;
  const { kind, settlementLevel, place, disease } = before;
  const kept = Object.entries({ kind, settlementLevel, place, disease }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), ...later };
}
