import { Decimal, ok, reject } from '#kernel';
import { optionalText, payload, record, refine, withDefault } from './fields.js';
import type { Read } from './fields.js';
import type { OutputObject } from './json.js';
import { withinPage } from './paging.js';
import type { Transaction } from './transaction.js';
import { countIfGiven } from './values.js';

const institutionRequest = payload(
  ['medinsinfo', 'data'],
  refine(
    record({
      kind: optionalText('定点医疗服务机构类型', 'fixmedins_type', 3),
      name: optionalText('定点医药机构名称', 'fixmedins_name', 200),
      code: optionalText('定点医药机构编号', 'fixmedins_code', 30),
    }),
    (read) =>
      read.code === undefined && read.name === undefined
        ? reject('message.missing', 'FORMAT', '定点医药机构编号(fixmedins_code)与名称不能都为空', [
            'fixmedins_code',
            'fixmedins_name',
          ])
        : ok(read),
  ),
);
export type InstitutionQueryRequest = Read<typeof institutionRequest>;
export interface InstitutionAnswer {
  readonly code: string;
  readonly name: string;
  readonly kind: 'hospital' | 'pharmacy';
  readonly settlementLevel: number;
}
export interface InstitutionsAnswer {
  readonly institutions: readonly InstitutionAnswer[];
}

/** 医院等级 hosp_lv: level 3 is 三级, known only as far as the settlement level says. */
const LEVELS: Readonly<Record<string, string>> = { '1': '14', '2': '13', '3': '12' };
export const hospitalLevelOf = (kind: 'hospital' | 'pharmacy', settlementLevel: string): string | null =>
  kind === 'hospital' ? (LEVELS[settlementLevel] ?? null) : null;

/** 1201 医药机构信息获取. */
export const queryInstitution: Transaction<InstitutionQueryRequest, InstitutionsAnswer> = {
  name: '医药机构信息获取',
  family: 'query',
  effect: 'read',
  parse: institutionRequest,
  render: ({ institutions }) => ({
    medinsinfo: institutions.map(({ code, name, kind, settlementLevel }) => ({
      fixmedins_code: code,
      fixmedins_name: name,
      uscc: null,
      fixmedins_type: kind === 'hospital' ? '1' : '2',
      hosp_lv: hospitalLevelOf(kind, String(settlementLevel)),
      exp_content: null,
    })),
  }),
};

/** Rows a page may have. */
export const CATALOGUE_PAGE = 500;
const pageRequest = payload(
  ['data'],
  refine(
    record({
      code: optionalText('医保目录编码', ['hilist_code', 'med_list_codg'], 50),
      name: optionalText('医保目录名称', 'hilist_name', 200),
      page: withDefault(countIfGiven('当前页数', 'page_num'), 1),
      pageSize: withDefault(countIfGiven('本页数据量', 'page_size'), 100),
    }),
    withinPage(CATALOGUE_PAGE),
  ),
);
export type CataloguePageRequest = Read<typeof pageRequest>;

/** 目录项目 of the place of care as settlement splits by it (SET-01). */
export interface CatalogueRow {
  readonly code: string;
  readonly name: string;
  readonly itemClass: string;
  readonly chargeCategory: string;
  readonly selfPayRatio: string;
  readonly priceCeiling: Decimal | null;
  readonly restricted: boolean;
}
export interface CataloguePageAnswer {
  readonly rows: readonly CatalogueRow[];
  readonly totalCount: number;
  readonly page: number;
  readonly pageSize: number;
}

const paged = (answer: CataloguePageAnswer, data: readonly OutputObject[]): OutputObject => ({
  data,
  recordCounts: answer.totalCount,
  pages: Math.ceil(answer.totalCount / answer.pageSize),
  pageNum: answer.page,
  pageSize: answer.pageSize,
  size: data.length,
});

const catalogueQuery = (
  name: string,
  row: (item: CatalogueRow) => OutputObject,
): Transaction<CataloguePageRequest, CataloguePageAnswer> => ({
  name,
  family: 'catalogue',
  effect: 'read',
  parse: pageRequest,
  render: (answer) => paged(answer, answer.rows.map(row)),
});

/** 1312 医保目录信息查询. */
export const queryCatalogue = catalogueQuery('医保目录信息查询', (item) => ({
  hilist_code: item.code,
  hilist_name: item.name,
  med_chrgitm_type: item.chargeCategory,
  chrgitm_lv: item.itemClass,
  lmt_used_flag: item.restricted ? '1' : '0',
  vali_flag: '1',
}));

const NO_CEILING = new Decimal('999999');

/** 1318 医保目录限价信息查询. */
export const queryCeilings = catalogueQuery('医保目录限价信息查询', (item) => ({
  hilist_code: item.code,
  hilist_pric_uplmt_amt: item.priceCeiling ?? NO_CEILING,
  vali_flag: '1',
}));

/** 1319 医保目录先自付比例信息查询. */
export const querySelfPay = catalogueQuery('医保目录先自付比例信息查询', (item) => ({
  hilist_code: item.code,
  selfpay_prop: new Decimal(item.selfPayRatio),
  vali_flag: '1',
}));
