/**
 * SQL: the 统筹地区 a region code belongs to, which remits and receives and is drilled down to (CLR-03, CLR-07): as the kernel's `poolOf`
 * says it (SET-19), which a test holds it to.
 */
export const POOL_OF = (region: string): string => `
  case when left(${region}, 2) in ('11', '12', '31', '50') then left(${region}, 2) || '0000'
       when right(${region}, 4) = '0000' or substr(${region}, 3, 2) = '90' then ${region}
       else left(${region}, 4) || '00' end`;
