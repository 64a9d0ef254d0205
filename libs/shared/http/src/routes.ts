import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access.js';

export interface RouteEntry {
  readonly method: string;
  readonly path: string;
  readonly access: AccessRule | null;
}

/** Every route of an application with its declared access; null stands for a route nobody may use. */
export function listRoutes(app: INestApplication): readonly RouteEntry[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) => routesOf(metatype as Type));
  return routes.sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
}

function routesOf(controller: Type): RouteEntry[] {
  const prefix = pathsOf(Reflect.getMetadata(PATH_METADATA, controller));
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
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

const pathsOf = (path: unknown): string[] => (Array.isArray(path) ? path.map(String) : [String(path ?? '')]);
const joined = (a: string, b: string): string => `/${[a, b].join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
