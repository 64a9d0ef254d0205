import { endOfString } from './json.js';

const codes = (signs: string): ReadonlySet<number> => new Set([...signs].map((sign) => sign.charCodeAt(0)));
const QUOTE = 0x22;
const [OPENING, CLOSING, ENDING] = ['{[', '}]', ',}'].map(codes) as [Signs, Signs, Signs];
type Signs = ReadonlySet<number>;

/** The text of a member of the outermost object as it stands in valid JSON; null without one, or with two of that name in any case. */
export function memberSource(json: string, name: string): string | null {
  const found: string[] = [];
  for (let at = json.indexOf('{') + 1; at > 0 && at < json.length; at += 1) {
    if (json.charCodeAt(at) !== QUOTE) continue;
    const end = endOfString(json, at);
    const [from, to] = valueAfter(json, end);
    if ((JSON.parse(json.slice(at, end)) as string).toLowerCase() === name) found.push(json.slice(from, to).trim());
    at = to;
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** From behind the colon to the comma or bracket that ends the value. */
function valueAfter(json: string, nameEnd: number): readonly [from: number, to: number] {
  const from = json.indexOf(':', nameEnd) + 1;
  let depth = 0;
  let at = from;
  for (; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (depth === 0 && ENDING.has(unit)) break;
    if (unit === QUOTE) at = endOfString(json, at) - 1;
    else depth += stepOf(unit);
  }
  return [from, at];
}

const stepOf = (unit: number): number => (OPENING.has(unit) ? 1 : CLOSING.has(unit) ? -1 : 0);
