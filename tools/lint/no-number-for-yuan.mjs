// @ts-check
// Money never is a number: 0.1 + 0.2 is not 0.30. `Money` of the kernel holds it, text carries it.
import { isMoneyName } from './money-names.mjs';

/** Calls that make a number out of something. */
const TO_NUMBER = new Set(['Number', 'parseFloat', 'parseInt', 'toNumber']);
/** Types that hold what stands in their angle brackets: the last one is the value. */
const HOLDERS = new Set([
  'Array',
  'ReadonlyArray',
  'Promise',
  'Readonly',
  'Partial',
  'Set',
  'ReadonlySet',
  'Map',
  'ReadonlyMap',
  'Record',
  'Iterable',
]);

/** @typedef {any} Node AST nodes of TypeScript, of which ESLint's own types know only half */

/** @param {Node} type @returns {boolean} */
function holdsNumber(type) {
  switch (type?.type) {
    case 'TSNumberKeyword':
      return true;
    case 'TSArrayType':
      return holdsNumber(type.elementType);
    case 'TSTypeOperator':
      return holdsNumber(type.typeAnnotation);
    case 'TSUnionType':
      return type.types.some(holdsNumber);
    case 'TSTypeReference':
      return HOLDERS.has(type.typeName.name) && holdsNumber(type.typeArguments?.params.at(-1));
    default:
      return false;
  }
}

/** @param {Node} node the last name of a.b.c or of c */
function nameOf(node) {
  switch (node?.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name;
    case 'Literal':
      return typeof node.value === 'string' ? node.value : undefined;
    case 'MemberExpression':
      return nameOf(node.property);
    default:
      return undefined;
  }
}

const isMoney = (/** @type {Node} */ node) => isMoneyName(nameOf(node) ?? '');

/** @param {Node} call */
function isNumberSchema(call) {
  for (let node = call; node; node = node.callee ?? node.object) {
    if (node.type === 'MemberExpression' && node.object.name === 'z')
      return /^(number|int|float)/.test(node.property.name);
  }
  return false;
}

/**
 * Whether an expression plainly is a number.
 * @type {Record<string, (value: Node) => boolean>}
 */
const NUMBERS = {
  Literal: (value) => typeof value.value === 'number',
  UnaryExpression: (value) => value.operator === '+' || (value.operator === '-' && isNumber(value.argument)),
  CallExpression: (value) => TO_NUMBER.has(nameOf(value.callee) ?? '') || isNumberSchema(value),
  LogicalExpression: (value) => isNumber(value.left) || isNumber(value.right),
  ConditionalExpression: (value) => isNumber(value.consequent) || isNumber(value.alternate),
};

/** @param {Node} value @returns {boolean} */
const isNumber = (value) => NUMBERS[value?.type]?.(value) ?? false;

/** @type {import('eslint').Rule.RuleModule} */
export const noNumberForYuan = {
  meta: {
    type: 'problem',
    docs: { description: 'number never holds yuan' },
    schema: [],
    messages: {
      yuan: '`{{name}}` speaks of yuan: use Money (or decimal text), never number. Is it something else? Say the unit in the name: {{name}}Fen, {{name}}Count, {{name}}Rate.',
    },
  },
  create(context) {
    const report = (/** @type {Node} */ node, /** @type {Node} */ named) =>
      context.report({ node, messageId: 'yuan', data: { name: nameOf(named) ?? '' } });
    const typed = (/** @type {Node} */ owner, /** @type {Node} */ annotation) => {
      if (isMoney(owner) && holdsNumber(annotation?.typeAnnotation)) report(owner, owner);
    };
    const valued = (/** @type {Node} */ owner, /** @type {Node} */ value) => {
      if (isMoney(owner) && isNumber(value)) report(value, owner);
    };
    return {
      Identifier: (/** @type {Node} */ node) => typed(node, node.typeAnnotation),
      PropertyDefinition(/** @type {Node} */ node) {
        typed(node.key, node.typeAnnotation);
        valued(node.key, node.value);
      },
      TSPropertySignature: (/** @type {Node} */ node) => typed(node.key, node.typeAnnotation),
      TSMethodSignature: (/** @type {Node} */ node) => typed(node.key, node.returnType),
      MethodDefinition: (/** @type {Node} */ node) => typed(node.key, node.value.returnType),
      FunctionDeclaration: (/** @type {Node} */ node) => typed(node.id, node.returnType),
      VariableDeclarator: (/** @type {Node} */ node) => valued(node.id, node.init),
      AssignmentExpression: (/** @type {Node} */ node) => valued(node.left, node.right),
      AssignmentPattern: (/** @type {Node} */ node) => valued(node.left, node.right),
      Property: (/** @type {Node} */ node) => !node.computed && valued(node.key, node.value),
      CallExpression(/** @type {Node} */ node) {
        const [argument] = node.arguments;
        if (TO_NUMBER.has(nameOf(node.callee) ?? '') && isMoney(argument)) report(node, argument);
        else if (nameOf(node.callee) === 'toNumber' && isMoney(node.callee.object)) report(node, node.callee.object);
      },
      'UnaryExpression[operator="+"]'(/** @type {Node} */ node) {
        if (isMoney(node.argument)) report(node, node.argument);
      },
    };
  },
};
