import { z } from 'zod';
import { Decimal, Money } from '#kernel';
import type { ItemCost } from '../domain/types.js';
import type { Catalogue } from '../catalogue.js';
import { splitFeeLine } from '../domain/fee-split.js';
import type { CatalogueItem, SplitLine } from '../domain/fee-split.js';
import { date, money, quantity, ratio, unitPrice, yesNo } from './scalars.js';

/** What a line says of its item itself, in place of the catalogue. */
const ownItem = {
  name: z.string().min(1, '不能为空').max(200).optional(),
  class: z.enum(['01', '02', '03'], { error: '须为01（甲）、02（乙）或03（丙）' }).optional(),
  category: z
    .string()
    .regex(/^(?:0[1-9]|1[0-4])$/, '收费项目类别须为01到14')
    .optional(),
  selfpayProp: ratio.optional(),
  priceCeiling: unitPrice.optional(),
};

/** 费用明细 A fee line of a case: a code of the catalogue or an item that describes itself, and its price or amount. */
export const caseLine = z
  .strictObject({
    code: z.string().min(1, '不能为空').max(50).optional(),
    ...ownItem,
    price: unitPrice.optional(),
    quantity: quantity.optional(),
    amount: money.optional(),
    approval: z.enum(['0', '1', '2'], { error: '须为0、1、2之一' }).default('1'),
    date: date.optional(),
    /** 外检、外购 (annex 12): done or bought elsewhere during the stay, and part of its settlement. */
    outside: yesNo.default(false),
  })
  .superRefine((line, context) => {
    for (const [field, message] of faultsOfLine(line)) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });

type WrittenLine = Readonly<
  Partial<Record<'code' | 'class' | 'price' | 'amount' | 'quantity' | OwnField, string | Money>>
>;
const OWN_FIELDS = ['category', 'selfpayProp', 'priceCeiling'] as const;
type OwnField = (typeof OWN_FIELDS)[number];

/** What a line says that would be passed over in silence, or that says too little. */
function faultsOfLine(line: WrittenLine): (readonly [field: string, message: string])[] {
  const isOwn = line.class !== undefined;
  const faults: (readonly [field: string, message: string, isFault: boolean])[] = [
    ['amount', 'price与amount须有且只有一个', (line.price === undefined) === (line.amount === undefined)],
    ['code', '须有目录编码code，或自带class', line.code === undefined && !isOwn],
    ['selfpayProp', '甲、丙类没有先行自付比例', isOwn && line.class !== '02' && line.selfpayProp !== undefined],
    ['quantity', '写了priceCeiling和amount，须写quantity', lacksQuantity(line)],
    ...OWN_FIELDS.map(
      (field) => [field, '目录里的项目不能另写，自带的项目须写class', !isOwn && field in line] as const,
    ),
  ];
  return faults.flatMap(([field, message, isFault]) => (isFault ? [[field, message] as const] : []));
}

const lacksQuantity = ({ amount, priceCeiling, quantity: units }: WrittenLine): boolean =>
  amount !== undefined && priceCeiling !== undefined && units === undefined;

/** In-scope cost of a split line, for policies that treat some items in their own way. */
export const itemOf = ({ line, category, inScope }: CaseSplit): ItemCost => ({
  ...{ code: line.code ?? '', category, inScope, quantity: new Decimal(line.quantity ?? '1') },
});
export type CaseLine = z.output<typeof caseLine>;
export type CaseSplit = SplitLine & { readonly line: CaseLine };

/** A line split like one that a hospital sends: by its own description where it has one, else by the catalogue (SET-03). */
export function splitCaseLine(line: CaseLine, catalogue: Catalogue): CaseSplit {
  const { code = '', approval, quantity: units = '1' } = line;
  const amount = line.amount ?? Money.roundHalfUp(new Decimal(line.price ?? '0').times(units));
  const item = ownItemOf(line) ?? catalogue.get(code);
  return { ...splitFeeLine({ code, amount, quantity: new Decimal(units), approval }, item), line };
}

function ownItemOf({
  code = '',
  name,
  class: level,
  category,
  selfpayProp,
  priceCeiling,
}: CaseLine): CatalogueItem | undefined {
  if (level === undefined) return undefined;
  return {
    ...{
      code,
      name: name ?? '（未写名称）',
      class: level,
      category: category ?? '14',
      selfpayProp: selfpayProp ?? '0',
    },
    priceCeiling: priceCeiling === undefined ? null : new Decimal(priceCeiling),
    restricted: false,
  };
}
