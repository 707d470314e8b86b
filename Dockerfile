# One static program without a shell around it. The plans are inside; more can be mounted and named with --plans.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=0.1.0-dev
# gojieba is C++, so cgo is needed and libstdc++ is linked in. Time zones are in the program (time/tzdata).
RUN CGO_ENABLED=1 go build -trimpath -tags 'netgo osusergo' \
      -ldflags "-s -w -X main.version=${VERSION} -linkmode external -extldflags '-static'" \
      -o /cewen ./cmd/cewen \
 && mkdir /data

FROM scratch
COPY --from=build /cewen /cewen
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /data /data
COPY LICENSE* NOTICE* /
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV CEWEN_DB=/data/cewen.db \
    CEWEN_CACHE=/data/cache \
    CEWEN_HTTP=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/cewen", "health"]
ENTRYPOINT ["/cewen"]
CMD ["serve"]
