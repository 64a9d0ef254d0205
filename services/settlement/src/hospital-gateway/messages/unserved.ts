/** Numbers of the interface that are not served, and why, in few words for the clerk (docs/reference/hospital-interface.md). */
const REASONS: readonly (readonly [numbers: RegExp, why: string])[] = [
  [/^(?:130\d[A-Z]?|131[0134567]|132[0-7])$/, '本平台不提供目录下载，按码查询用1312、1318、1319'],
  [/^1162$/, '本平台不解码电子凭证，解码后以1101查询'],
  [/^2(?:16[02-9]|17\d|18\d)$/, '属就医地省级清算平台，本平台购药结算用2101、2102'],
  [/^310\d$/, '本平台不做明细审核'],
  [/^321[12]$/, '接口未说明3212的应答，本平台对账用3201、3202，日对账结果用13203'],
  [/^(?:33\d\d|34\d\dA?|35\d\dA?)$/, '本平台不收目录对照、科室和进销存'],
  [/^(?:4\d{3}A?|36\d\d|37\d\d)$/, '本平台不收结算清单、病案和医嘱'],
  [/^510[12]$/, '本平台没有科室和医师的登记'],
  [/^5(?:4\d\d|501)$/, '本平台没有检查检验和票据信息'],
  [/^(?:6\d{3}|7\d{3}|96\d\d)$/, '本平台不办理移动支付、电子处方和监测'],
];

/** Why a number is not served; null for one nobody has described. */
export const whyUnserved = (transaction: string): string | null =>
  REASONS.find(([numbers]) => numbers.test(transaction))?.[1] ?? null;
