# One static program without a shell around it. The plans are inside; more can be mounted and named with --plans.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=0.1.0-dev
# gojieba is C++, so cgo is needed and libstdc++ is linked in.
RUN CGO_ENABLED=1 go build -trimpath -tags 'netgo osusergo' \
      -ldflags "-s -w -X main.version=${VERSION} -linkmode external -extldflags '-static'" \
      -o /cewen ./cmd/cewen

FROM scratch
COPY --from=build /cewen /cewen
COPY LICENSE* NOTICE* /
USER 65532:65532
ENTRYPOINT ["/cewen"]
CMD ["chat"]
