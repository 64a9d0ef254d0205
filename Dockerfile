# One image for the four services and the command line; compose.yaml and your orchestrator choose the command:
#   node dist/services/<registration|settlement|clearing|prepayment>/src/main.js
#   node dist/apps/platform/src/main.js <kuasheng command>
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# the embedded PostgreSQL is an optional package; a container has its database elsewhere
RUN node tools/build/build.mjs && npm prune --omit=dev --omit=optional

FROM node:24-slim
# room for what a batch leaves behind at once, see docs/runbooks/operations.md (memory)
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=64
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/policies ./policies
COPY --from=build /app/tools/infra ./tools/infra
COPY --from=build /app/dist ./dist
COPY deploy/health.mjs ./
# where papers are kept unless a bucket is named; a volume mounted here belongs to the same user
RUN mkdir -p /var/lib/kuasheng/documents && chown -R node:node /var/lib/kuasheng
ENV KUASHENG_DOCUMENTS=file:/var/lib/kuasheng/documents
USER node
CMD ["node", "dist/apps/platform/src/main.js", "--help"]
