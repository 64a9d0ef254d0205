import { reject, type Result } from '#kernel';

/** Letters of one element that is read alone, and of all that stands around such elements. */
const LONGEST_PIECE = 8_000_000;
/** Letters of one tag, comment or CDATA section, which is looked at from its beginning until it has ended. */
const LONGEST_MARKUP = 1_000_000;

/** Where a markup that begins so ends; what else begins with `<!` is a declaration, and none is taken. */
const MARKUP = [
  { opening: '<!--', closing: '-->', kind: 'dropped' },
  { opening: '<![CDATA[', closing: ']]>', kind: 'kept' },
  { opening: '<?', closing: '?>', kind: 'dropped' },
] as const;
const TAG = /<(?:[^<>"']|"[^"]*"|'[^']*')*>/y;
const NAME = /^<(\/?)(?:[^\s/>:]+:)?([^\s/>]+)/;

export interface XmlTaker {
  /** One element of the name that is read alone, as text. */
  element(text: string): Result<never> | null;
  /** Any tag outside of them, by its bare name. */
  tag(name: string, closes: boolean): void;
}

const refused = (message: string): Result<never> => reject('statement.xml', 'CLR-13', message, ['file']);

/**
 * XML as its pieces come: every element of one name is handed over alone as soon as it has ended, and what stands around them stays in
 * `around`. Comments and instructions are dropped, declarations (DOCTYPE, ENTITY) refused; nothing else is checked here.
 */
export class XmlPieces {
  /** The document without the elements that were handed over. */
  around = '';
  private element = '';
  private inside = false;
  private rest = '';

  constructor(
    private readonly name: string,
    private readonly taker: XmlTaker,
  ) {}

  push(piece: string): Result<never> | null {
    const text = this.rest + piece;
    let at = 0;
    for (let markup = this.next(text, at); markup !== null; markup = this.next(text, at)) {
      const refusal = this.take(text.slice(markup.begin, markup.end), markup.kind);
      if (refusal !== null) return refusal;
      at = markup.end;
    }
    const open = text.indexOf('<', at);
    this.rest = open < 0 ? '' : text.slice(open);
    return this.isTooLong() ? refused('XML文件的一个元素过长，或不是camt.053对账单') : null;
  }

  /** The next markup that has ended; the text before it is kept. */
  private next(text: string, at: number): Markup | null {
    const begin = text.indexOf('<', at);
    this.keep(text.slice(at, begin < 0 ? text.length : begin));
    return begin < 0 ? null : markupAt(text, begin);
  }

  /** What no markup has ended stays with the document, where it is found to be no XML. */
  end(): void {
    this.around += this.element + this.rest;
  }

  private isTooLong(): boolean {
    return Math.max(this.around.length, this.element.length) > LONGEST_PIECE || this.rest.length > LONGEST_MARKUP;
  }

  private keep(text: string): void {
    if (this.inside) this.element += text;
    else this.around += text;
  }

  private take(text: string, kind: Markup['kind']): Result<never> | null {
    if (kind === 'declared') return refused('XML文件不得含DOCTYPE或实体声明');
    if (kind === 'kept') this.keep(text);
    return kind === 'tag' ? this.takeTag(text) : null;
  }

  private takeTag(text: string): Result<never> | null {
    const [, slash = '', name = ''] = NAME.exec(text) ?? [];
    if (name !== this.name) return this.other(text, name, slash === '/');
    this.element += text;
    this.inside = slash === '' && !text.endsWith('/>');
    if (this.inside) return null;
    const { element } = this;
    this.element = '';
    return this.taker.element(element);
  }

  private other(text: string, name: string, closes: boolean): null {
    this.keep(text);
    if (!this.inside) this.taker.tag(name, closes);
    return null;
  }
}

interface Markup {
  readonly begin: number;
  readonly end: number;
  readonly kind: 'tag' | 'kept' | 'dropped' | 'declared';
}

/** Null while its end has not come. */
function markupAt(text: string, begin: number): Markup | null {
  const known = MARKUP.find(({ opening }) => text.startsWith(opening, begin));
  if (known !== undefined) return closedAt(text, begin, known);
  if (text.startsWith('<!', begin)) return declarationAt(text, begin);
  TAG.lastIndex = begin;
  const found = TAG.exec(text)?.[0];
  return found === undefined ? null : { begin, end: begin + found.length, kind: 'tag' };
}

function closedAt(text: string, begin: number, { opening, closing, kind }: (typeof MARKUP)[number]): Markup | null {
  const end = text.indexOf(closing, begin + opening.length);
  return end < 0 ? null : { begin, end: end + closing.length, kind };
}

/** What begins with `<!` may still become a comment or CDATA. */
const declarationAt = (text: string, begin: number): Markup | null =>
  MARKUP.some(({ opening }) => opening.startsWith(text.slice(begin)))
    ? null
    : { begin, end: text.length, kind: 'declared' };
