import sax from 'sax';
import { reject, type Result } from '#kernel';
import { fault } from './read-line.js';
import type { Node } from './xml.js';

/** Letters of the document that are kept at once: of the element that is read alone, and of all that stands around such elements. */
const MOST_LETTERS = 8_000_000;
/** No statement has so many levels. */
const DEEPEST = 100;

export interface ElementTaker {
  /** One element of the name that is read alone. */
  element(node: Node): Result<never> | null;
  /** The beginning of any element outside of them, by its bare name. */
  opened(name: string): void;
}

type Children = Record<string, Node | Node[]>;
interface Open {
  readonly name: string;
  readonly children: Children;
  text: string;
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);
const elementOf = (name: string): Open => ({ name, children: Object.create(null) as Children, text: '' });
const refused = (message: string): Result<never> => reject('statement.xml', 'CLR-13', message, ['file']);

/**
 * XML as its pieces come: every element of one name is handed over alone as soon as it has ended, and what stands around them is the
 * document. Names lose their prefix. Refused: what is not well formed, declarations (DOCTYPE, ENTITY), more than any statement has.
 */
export class XmlElements {
  private readonly parser = sax.parser(true);
  private readonly document = elementOf('');
  private readonly open: Open[] = [this.document];
  private refusal: Result<never> | null = null;
  /** Where the element that is read alone has begun; null outside of it. */
  private begun: number | null = null;
  private handedOver = 0;

  constructor(
    private readonly alone: string,
    private readonly taker: ElementTaker,
  ) {
    const { parser } = this;
    parser.onopentag = ({ name, attributes }) => this.opens(bare(name), attributes as Readonly<Record<string, string>>);
    parser.ontext = (text) => (this.current.text += text);
    parser.oncdata = (text) => (this.current.text += text);
    parser.onclosetag = () => this.closes();
    parser.ondoctype = () => this.refuse(refused('XML文件不得含DOCTYPE或实体声明'));
    parser.onerror = () => this.refuse(fault(`第${parser.line + 1}行`, '不是有效的XML', 'file'));
  }

  /** Null while nothing is wrong; after a refusal no more is taken. */
  push(piece: string): Result<never> | null {
    this.parser.write(piece);
    if (this.parser.position - this.handedOver > MOST_LETTERS) {
      this.refuse(refused('XML文件的一个元素过长，或不是camt.053对账单'));
    }
    return this.refusal;
  }

  /** The document without the elements that were handed over, under the name of its root. */
  end(): Result<Node> {
    this.parser.close();
    return this.refusal ?? { ok: true, value: this.document.children };
  }

  private get current(): Open {
    return this.open.at(-1) ?? this.document;
  }

  /** The first fault is the one that is told. */
  private refuse(refusal: Result<never>): void {
    this.refusal ??= refusal;
  }

  private opens(name: string, attributes: Readonly<Record<string, string>>): void {
    const element = elementOf(name);
    for (const [key, value] of Object.entries(attributes)) element.children[`@${bare(key)}`] = value;
    this.open.push(element);
    if (this.open.length > DEEPEST) this.refuse(refused('XML嵌套过深，不是camt.053对账单'));
    if (this.begun !== null) return;
    if (name === this.alone) this.begun = this.parser.startTagPosition;
    else this.taker.opened(name);
  }

  private closes(): void {
    const { name, children, text } = this.open.pop() ?? this.document;
    const trimmed = text.trim();
    const node = Object.keys(children).length === 0 ? trimmed : { ...children, '#text': trimmed };
    if (name !== this.alone) return this.keep(name, node);
    this.handedOver += this.parser.position - (this.begun ?? 0);
    this.begun = null;
    if (this.refusal === null) this.refusal = this.taker.element(node);
  }

  private keep(name: string, node: Node): void {
    const { children } = this.current;
    const known = children[name];
    if (known === undefined) children[name] = node;
    else if (Array.isArray(known)) known.push(node);
    else children[name] = [known, node];
  }
}
