# The host with its console; its PostgreSQL is a service beside it (docker-compose.yml).
FROM node:22-bookworm-slim AS console
WORKDIR /studio
COPY studio/package.json studio/package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY studio .
RUN npm run bundle

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY eng eng
COPY src src
# Compiled ahead of time for the image's processor: the first request does not wait for the compiler.
ARG TARGETARCH=amd64
RUN dotnet publish src/Status.Host -c Release -r linux-$(echo $TARGETARCH | sed s/amd64/x64/) --self-contained false -o /app \
    -p:PublishReadyToRun=true -p:UseAppHost=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY --from=console /studio/dist console
COPY workflows workflows
# The one folder the host writes to; APP_UID is the image's unprivileged user.
RUN mkdir /data && chown "$APP_UID" /data
ENV ASPNETCORE_URLS=http://0.0.0.0:3000 \
    STATUS__Data__Folder=/data
VOLUME /data
EXPOSE 3000
USER $APP_UID
# The image has no curl; bash speaks enough HTTP to ask whether the host is ready.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "status-host.dll"]
