# One image for every role. What only the build needs stays behind in the first stage.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY bin/generate.js bin/
COPY prisma prisma/
RUN npm install --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV BELFRY_HOST=0.0.0.0 BELFRY_DATA=/var/lib/belfry MALLOC_ARENA_MAX=1
RUN useradd --system --create-home --home-dir /var/lib/belfry belfry
COPY --from=build /app /app
WORKDIR /app
USER belfry
VOLUME /var/lib/belfry
EXPOSE 3000 8890 5514 5514/udp
STOPSIGNAL SIGTERM
# Not by npm: signals have to reach the process itself. Without arguments everything runs, the database too.
ENTRYPOINT ["node_modules/.bin/node"]
CMD ["lib/roles/supervisor.ts"]
