# Builds the browser client with Node's image, the server with the SDK's image and runs it on a slim Debian 12 with the libraries it uses from there.
ARG DOTNET=10.0
ARG NODE=20

FROM node:${NODE}-bookworm-slim AS web
WORKDIR /web
COPY src/SignalingHost/web/package.json src/SignalingHost/web/package-lock.json src/SignalingHost/web/.npmrc ./
RUN npm install --no-save
COPY src/SignalingHost/web .
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
WORKDIR /source
# espeak-ng speaks the prompts.
RUN apt-get update && apt-get install -y --no-install-recommends espeak-ng && rm -rf /var/lib/apt/lists/*
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY build build
COPY src src
COPY --from=web /web/dist src/SignalingHost/web/dist
RUN dotnet publish src/SignalingHost/SignalingHost.csproj -c Release -o /program

FROM debian:12-slim
# libssl3: DTLS and SRTP. libsqlite3-0: the store. libopus0: mixed sound. libavcodec59, libavutil57: decoders of video. libx264-164, libopenh264-7, libvpx7: encoders. libfreetype6 and the font: names in composed pictures. libstdc++6: the .NET runtime. ca-certificates: an OTLP collector by https. curl: the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl3 libsqlite3-0 libopus0 libavcodec59 libavutil57 libx264-164 libopenh264-7 libvpx7 libfreetype6 fonts-wqy-microhei libstdc++6 ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home conference \
    && install -d -o conference -g conference -m 700 /data
# The runtime that the program was built against, without the SDK around it.
COPY --from=build /usr/share/dotnet/dotnet /usr/share/dotnet/dotnet
COPY --from=build /usr/share/dotnet/host /usr/share/dotnet/host
COPY --from=build /usr/share/dotnet/shared /usr/share/dotnet/shared
COPY --from=build /program /program
USER conference
WORKDIR /

# The measured runtime settings, as ./run sets them (docs/adr/0003-threads-and-collector.md).
ENV DOTNET_gcServer=0 \
    DOTNET_GCgen0size=0x4000000 \
    DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 \
    DOTNET_EnableDiagnostics=0 \
    Data__Directory=/data
VOLUME /data

# HTTP and HTTPS, SIP, and one media port for each of up to sixteen shards; with more, publish more.
EXPOSE 8080 8443 5060 5060/udp 5061 40000-40015 40000-40015/udp 42000-42999/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD curl -fsS "http://localhost:${Http__Port:-8080}/health/live" || exit 1
ENTRYPOINT ["/usr/share/dotnet/dotnet", "/program/SignalingHost.dll"]
