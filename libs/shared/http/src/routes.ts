import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule, type AreaRule } from './access.js';
import type { Role } from './types.js';

export interface RouteEntry {
  readonly method: string;
  readonly path: string;
  readonly access: AccessRule | null;
}

/** What Fastify plugins serve beside the controllers; their own hooks keep the declaration. */
const PLUGIN_ROUTES: readonly RouteEntry[] = [
  { method: 'GET', path: '/docs', access: { roles: [], area: 'public', purpose: '接口文档' } },
  { method: 'ALL', path: '/ops/queues', access: { roles: ['operations'], area: 'nation', purpose: '作业面板' } },
];

/** Every route of an application with its declared access; null stands for a route nobody may use. */
export function listRoutes(app: INestApplication): readonly RouteEntry[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) => routesOf(metatype as Type));
  return [...routes, ...PLUGIN_ROUTES].sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

/** The order of code units: the same on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function routesOf(controller: Type): RouteEntry[] {
  const prefix = pathsOf(Reflect.getMetadata(PATH_METADATA, controller));
  const prototype = controller.prototype as Record<string, unknown>;
  return handlerNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method =
      typeof handler === 'function' ? (Reflect.getMetadata(METHOD_METADATA, handler) as number | undefined) : undefined;
    if (typeof handler !== 'function' || method === undefined) return [];
    const access = (Reflect.getMetadata(ACCESS_RULE, handler) as AccessRule | undefined) ?? null;
    const own = pathsOf(Reflect.getMetadata(PATH_METADATA, handler));
    return prefix.flatMap((before) =>
      own.map((path) => ({ method: RequestMethod[method] ?? '', path: joined(before, path), access })),
    );
  });
}

/** Own and inherited: Nest routes both. Accessors are not touched. */
function handlerNames(prototype: object): string[] {
  const names = new Set<string>();
  for (
    let level = prototype;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
  }
  return [...names];
}

const pathsOf = (path: unknown): string[] => (Array.isArray(path) ? path.map(String) : [String(path ?? '')]);
const joined = (a: string, b: string): string => `/${[a, b].join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');

/** Areas that give a hospital or an insured person no more than is theirs; every other area is a whole unit's. */
const NARROW: Readonly<Partial<Record<Role, readonly AreaRule[]>>> = {
  hospital: ['own-institution', 'signature', 'public'],
  'insured-person': ['public'],
};

/** Names that hold a unit, never a region. */
const UNIT_NAMES = ['unit', 'asker', 'receiver'];
const isOfWholeUnits = (area: AreaRule): boolean =>
  typeof area === 'object' && UNIT_NAMES.includes(area.city ?? area.name);

/** Why a route cannot be offered, or null: it declares nothing, nobody, or somebody who would see too much (SEC-01). */
export function flawOf({ access }: RouteEntry): string | null {
  if (access === null) return '未声明访问权限';
  if (access.roles.length === 0 && access.area !== 'public') return '未声明可用角色';
  if (access.roles.includes('city-agency') && isOfWholeUnits(access.area)) return '角色city-agency不得按省级区域访问';
  const tooWide = access.roles.find((role) => NARROW[role] !== undefined && !NARROW[role].includes(access.area));
  return tooWide === undefined ? null : `角色${tooWide}不得按省级区域访问`;
}
