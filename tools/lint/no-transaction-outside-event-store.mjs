// @ts-check
// There is one way to write: libs/shared/event-store opens transactions and connections, nobody else.

/** @typedef {any} Node AST nodes of TypeScript, of which ESLint's own types know only half */

/** SQL that begins or ends a transaction, as a whole statement or the first of several. */
const TRANSACTION_SQL = /(?:^|;)\s*(?:BEGIN|COMMIT|ROLLBACK|START\s+TRANSACTION|SAVEPOINT|PREPARE\s+TRANSACTION)\b/;
/** TypeORM's ways to the same end. */
const TRANSACTION_CALLS = new Set([
  'startTransaction',
  'commitTransaction',
  'rollbackTransaction',
  'createQueryRunner',
]);
const TYPEORM_OWNERS = /^(?:dataSource|entityManager|manager|queryRunner)$/i;
const PG_CONNECTIONS = new Set(['Pool', 'Client']);

/** @param {Node} node */
const nameOf = (node) => (node?.type === 'MemberExpression' ? node.property.name : node?.name);

/** @param {Node} node the text of a literal or of a template's first piece */
function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' ? node.quasis[0].value.raw : '';
}

/** In small letters only as a query: elsewhere such words may be anybody's. Capitals are found by themselves. */
const isSmallTransactionSql = (/** @type {string} */ text) =>
  !TRANSACTION_SQL.test(text) && TRANSACTION_SQL.test(text.toUpperCase());

/** @param {Node} callee */
function isTypeormTransaction(callee) {
  if (callee.type !== 'MemberExpression') return false;
  const name = nameOf(callee);
  return TRANSACTION_CALLS.has(name) || (name === 'transaction' && TYPEORM_OWNERS.test(nameOf(callee.object) ?? ''));
}

/** @type {import('eslint').Rule.RuleModule} */
export const noTransactionOutsideEventStore = {
  meta: {
    type: 'problem',
    docs: { description: 'only libs/shared/event-store opens transactions and PostgreSQL connections' },
    schema: [{ type: 'object', properties: { readOnlyClient: { type: 'boolean' } }, additionalProperties: false }],
    messages: {
      sql: 'Transactions begin and end in libs/shared/event-store only: write through `store.write`.',
      call: '`{{name}}` opens a transaction of its own: write through `store.write` of libs/shared/event-store.',
      connection: 'Connections to PostgreSQL are opened by libs/shared/event-store only: take its database.',
      readOnly: 'This connection must say options: `-c default_transaction_read_only=on`.',
    },
  },
  create(context) {
    const { readOnlyClient = false } = context.options[0] ?? {};
    /** Local names of what came from pg. @type {Set<string>} */
    const fromPg = new Set();
    /** Local names of pg's Pool and Client themselves. @type {Set<string>} */
    const connectionNames = new Set();
    const opensConnection = (/** @type {Node} */ callee) =>
      callee.type === 'MemberExpression'
        ? fromPg.has(callee.object.name) && PG_CONNECTIONS.has(nameOf(callee))
        : connectionNames.has(callee.name);
    const checkText = (/** @type {Node} */ node) => {
      if (TRANSACTION_SQL.test(textOf(node))) context.report({ node, messageId: 'sql' });
    };
    return {
      ImportDeclaration(/** @type {Node} */ node) {
        if (node.source.value !== 'pg' || node.importKind === 'type') return;
        for (const { local, imported } of node.specifiers) {
          if (PG_CONNECTIONS.has(imported?.name)) connectionNames.add(local.name);
          else fromPg.add(local.name);
        }
      },
      NewExpression(/** @type {Node} */ node) {
        if (!opensConnection(node.callee)) return;
        if (!readOnlyClient) context.report({ node, messageId: 'connection' });
        else if (!context.sourceCode.getText(node).includes('default_transaction_read_only=on'))
          context.report({ node, messageId: 'readOnly' });
      },
      CallExpression(/** @type {Node} */ node) {
        const name = nameOf(node.callee);
        if (name === 'query' && isSmallTransactionSql(textOf(node.arguments[0]))) {
          context.report({ node: node.arguments[0], messageId: 'sql' });
        } else if (isTypeormTransaction(node.callee)) {
          context.report({ node, messageId: 'call', data: { name } });
        } else if (name === 'connect' && /pool$/i.test(nameOf(node.callee.object) ?? '')) {
          context.report({ node, messageId: 'connection' });
        }
      },
      Literal: checkText,
      TemplateLiteral: checkText,
    };
  },
};
