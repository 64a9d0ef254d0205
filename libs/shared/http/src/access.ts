import {
  applyDecorators,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { clearingUnitOf, digitsOf, parseClearingUnit, RegionCode } from '#kernel';
import { Forbidden, Unauthorized } from './failures.js';
import type { Principal, Role } from './types.js';

/**
 * Whose data a route serves (SEC-01). `nation`: the national agency only. `public`: nobody's. `signature`: the hospital
 * proves itself by the interface's own signature, checked by the gateway. `record`: known only once the record is read;
 * the handler must call `assertArea`. `own-institution`: one institution's; the handler must call `assertInstitution`.
 * `every-unit`: what all agencies share, such as announcements. Otherwise the clearing unit, or a region of it, stands in the
 * request. A city agency is served where a region of its own is named, in the request (under `city`, where that is another
 * name) or by the handler, and never where a whole unit is.
 */
export type AreaRule =
  | 'nation'
  | 'public'
  | 'signature'
  | 'record'
  | 'own-institution'
  | 'every-unit'
  | { readonly from: 'param' | 'query' | 'body'; readonly name: string; readonly city?: string };

export interface AccessRule {
  readonly roles: readonly Role[];
  readonly area: AreaRule;
  /** What the route is for, in a few words: shown in the list of routes. */
  readonly purpose: string;
}

export const ACCESS_RULE = 'kuasheng:access';
export const fromParam = (name: string): AreaRule => ({ from: 'param', name });
/** `city` names the member by which a city agency asks for its part of the unit. */
export const fromQuery = (name: string, city?: string): AreaRule => ({
  from: 'query',
  name,
  ...(city === undefined ? {} : { city }),
});
export const fromBody = (name: string): AreaRule => ({ from: 'body', name });

/** Declares whom a route serves and what for, also in OpenAPI: summary and `x-access`. A route without it is refused. */
export const Access = (rule: AccessRule): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS_RULE, rule),
    ApiOperation({ summary: rule.purpose }),
    ApiExtension('x-access', rule),
  );

export type CheckToken = (token: string) => Promise<Principal>;
export const CHECK_TOKEN = Symbol('CHECK_TOKEN');

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
    /** City the caller is confined to: it uses the route by no other role than a city agency's. */
    confinedTo?: string;
    /** Set by `assertArea` and `assertInstitution`: the handler has checked whose record it gave. */
    areaChecked?: boolean;
  }
}

/** Denies by default: no declaration, no token, a wrong role or another province's area end here (SEC-01). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CHECK_TOKEN) private readonly checkToken: CheckToken,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    if (rule === undefined) throw new Forbidden('该接口未声明访问权限，不予开放');
    if (rule.area === 'public' || rule.area === 'signature') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.principalOf(request);
    request.principal = principal;
    const used = principal.roles.filter((role) => rule.roles.includes(role));
    if (used.length === 0) throw new Forbidden('您的角色无权使用该接口');
    if (used.every((role) => role === 'city-agency')) request.confinedTo = principal.city ?? '';
    refuseOtherArea(rule.area, principal, request);
    return true;
  }

  private principalOf(request: FastifyRequest): Promise<Principal> {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Unauthorized('请先登录：缺少访问令牌');
    return this.checkToken(token);
  }
}

/** A handler answered without saying whose record it gives. The answer is withheld; the code is at fault. */
export class AreaNotChecked extends Error {
  override readonly name = 'AreaNotChecked';
}

/** Behind every handler: no record leaves before `assertArea` or `assertInstitution` was asked (SEC-01). */
@Injectable()
export class RecordAreaInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    if (rule === undefined || !isCheckedByHandler(rule.area)) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (request.areaChecked === true) return answer;
        throw new AreaNotChecked(`${context.getClass().name}.${context.getHandler().name} 未核对数据所属区域`);
      }),
    );
  }
}

const OTHER_AREA = '无权查看或办理其他省级单位的业务';
const OTHER_CITY = '市级经办机构只能查看或办理本统筹区的业务，须指明本统筹区';

function refuseOtherArea(area: AreaRule, principal: Principal, request: FastifyRequest): void {
  if (isCheckedByHandler(area) || area === 'every-unit' || principal.area === 'nation') return;
  if (typeof area === 'string') throw new Forbidden('该接口只对国家级经办机构开放');
  if (isOwn(placeAsked(area, request), principal.area, request.confinedTo)) return;
  throw new Forbidden(request.confinedTo === undefined ? OTHER_AREA : OTHER_CITY);
}

const placeAsked = (area: Extract<AreaRule, object>, request: FastifyRequest): unknown =>
  valueFrom(request.confinedTo === undefined ? area : { ...area, name: area.city ?? area.name }, request);

const UNIT_DIGITS = 2;

/** Whether a unit or region is the caller's: of its unit, and for a city agency its city or a county of it. */
function isOwn(place: unknown, unit: string, confinedTo: string | undefined): boolean {
  if (unitOf(place) !== unit) return false;
  if (confinedTo === undefined) return true;
  const city = digitsOf(confinedTo);
  return city.length > UNIT_DIGITS && String(place).startsWith(city);
}

/** Whose record it is shows only in the handler, which then must say so: `RecordAreaInterceptor` watches. */
export const isCheckedByHandler = (area: AreaRule): boolean => area === 'record' || area === 'own-institution';

function valueFrom({ from, name }: Extract<AreaRule, object>, request: FastifyRequest): unknown {
  const source = from === 'param' ? request.params : from === 'query' ? request.query : request.body;
  if (source === null || typeof source !== 'object' || !Object.hasOwn(source, name)) return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}

/** The clearing unit behind a unit code or a region code. */
function unitOf(value: unknown): string | null {
  const unit = parseClearingUnit(value, 'unit');
  if (unit.ok) return unit.value;
  const region = RegionCode.parse(value, 'region');
  return region.ok ? clearingUnitOf(region.value) : null;
}

/**
 * For `record` routes: the record belongs to one of these units or regions, and the caller to one of them or the nation. A city
 * agency is of the regions of its own city, of no unit.
 */
export function assertArea(request: FastifyRequest, ...places: readonly string[]): void {
  if (request.principal?.area !== 'nation' && !places.some((place) => isOfCaller(request, place))) {
    throw new Forbidden(OTHER_AREA);
  }
  request.areaChecked = true;
}

/** Whether the caller may see what is of this unit or region. */
export function isOfCaller({ principal, confinedTo }: FastifyRequest, place: string): boolean {
  return principal !== undefined && (principal.area === 'nation' || isOwn(place, principal.area, confinedTo));
}

/** For `own-institution` routes: a hospital sees its own records only, an agency those of the institutions of its unit or city. */
export function assertInstitution(request: FastifyRequest, institution: string, place: string): void {
  const principal = principalOf(request);
  if (!principal.roles.includes('hospital')) return assertArea(request, place);
  if (principal.institutionCode !== institution) throw new Forbidden('无权查看或办理其他定点医药机构的业务');
  request.areaChecked = true;
}

export const principalOf = (request: FastifyRequest): Principal => {
  if (request.principal === undefined) throw new Unauthorized('请先登录');
  return request.principal;
};
