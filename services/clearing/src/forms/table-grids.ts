import { amountCell, fitted, headCell, matrixGrid, textCell, type Grid, type GridCell } from '#forms';
import type { Table } from '../tables/domain/table.js';
import type { AnnexText } from './annex-texts.js';

const NAME_WIDTH = 12;
const AMOUNT_WIDTH = 16;
/** Columns of the national table on one printed page. */
const NATIONAL_PER_PAGE = 11;

type Body = Grid['body'];

const ofAmount = (text: string, bold: boolean): GridCell =>
  text === '—' ? textCell(text, { bold }) : amountCell(text, { bold });

/** Lines of a table with the name of the sum as the annex writes it. */
function bodyOf({ rows }: Table, total: string): Body {
  const last = rows.length - 1;
  return rows.map(([name = '', ...amounts], index) => [
    textCell(index === last ? total : name, { bold: index === last }),
    ...amounts.map((amount) => ofAmount(amount, index === last)),
  ]);
}

const narrow = (columns: number): readonly number[] => [
  NAME_WIDTH,
  ...Array.from({ length: columns }, () => AMOUNT_WIDTH),
];

/** 附件14: 收款省 down, 付款省 across; the sum stands across both columns of the left side. */
export function nationalGrid(table: Table, { region, total }: AnnexText): Grid {
  const body = bodyOf(table, total);
  return matrixGrid({
    ...{ corner: region, across: '付款省', down: '收款省', perPage: NATIONAL_PER_PAGE },
    columns: table.columns.slice(1),
    body: body.slice(0, -1),
    sums: { cells: body.at(-1) ?? [], beside: false },
  });
}

/** 附件14-1, 14-4, 14-7: the sum and the two schemes. */
export const schemeGrid = (table: Table, { region, total }: AnnexText): Grid =>
  fitted({
    widths: narrow(3).map((width, index) => (index === 0 ? width : width + 10)),
    head: [[region, '合 计', '职工医保', '居民医保'].map((name) => headCell(name))],
    body: bodyOf(table, total),
    ...{ lead: 1, perPage: null },
  });

/** 附件14-2, 14-5: the eight funds of employees, two of them one insurance. */
export function employeeGrid(table: Table, { region, total }: AnnexText): Grid {
  const deducted = table.annex === '14-5';
  const rest = [
    deducted ? '职工大额医疗费用补助' : '职工大额 医疗费用补助',
    ...['补充医疗保险', '公务员医疗补助', '伤残人员医疗保障', '医疗救助', '其他', '合计'],
  ];
  return fitted({
    widths: narrow(9),
    head: [
      [
        headCell(region, { rows: 2 }),
        headCell(deducted ? '基本医疗保险基金' : '基本医疗保险', { columns: 2 }),
        ...rest.map((name) => headCell(name, { rows: 2 })),
      ],
      [headCell('统筹基金'), headCell('个人账户')],
    ],
    body: bodyOf(table, total),
    ...{ lead: 1, perPage: null },
  });
}

/** 附件14-3, 14-6: the four funds of residents. */
export const residentGrid = (table: Table, { region, total }: AnnexText): Grid =>
  fitted({
    widths: narrow(5).map((width, index) => (index === 0 ? width : width + 2)),
    head: [[region, '基本医疗保险', '城乡居民大病保险', '医疗救助', '其他', '合计'].map((name) => headCell(name))],
    body: bodyOf(table, total),
    ...{ lead: 1, perPage: null },
  });
