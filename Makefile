# 策问. `make` alone says what there is.

GO           ?= go
VERSION      ?= 0.1.0-dev
TODAY        ?= 2026-11-23
FUZZTIME     ?= 10s
LINT_VERSION := v2.15.0
LINT         := .tools/golangci-lint-$(LINT_VERSION)/golangci-lint

# What a question set must reach: the set that was looked at while building, and those that were not.
MIN_DEV ?= 97
MIN_NEW ?= 92

BUILD := $(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)'

.DEFAULT_GOAL := help
.PHONY: help check run build static test browser-tools soak bench eval fuzz lint clean

help:
	@echo 'make run    编译并运行:打开 http://127.0.0.1:8080 就能问'
	@echo 'make build  生成 bin/cewen;make static 生成不依赖系统库的'
	@echo 'make test   go vet,带竞态检查的全部测试'
	@echo 'make soak   长时间的:反复断电、副本、限速、上万条提醒,约一个半小时'
	@echo 'make eval   题库打分和挖空重问'
	@echo 'make bench  性能'
	@echo 'make fuzz   每个模糊测试跑 $(FUZZTIME)'
	@echo 'make lint   静态检查(第一次要编译检查器,一两分钟)'

# Says what is missing before a compiler says it in its own words.
check:
	@command -v $(GO) >/dev/null || { echo '缺 Go 1.26 或更新的版本:https://go.dev/dl/'; exit 1; }
	@v=$$($(GO) env GOVERSION) && case $$v in \
	  go1.[0-9]|go1.[0-9].*|go1.1[0-9]*|go1.2[0-5]*) echo "要 Go 1.26 或更新的版本,这里是 $$v:https://go.dev/dl/"; exit 1;; esac
	@cxx=$$($(GO) env CXX) && command -v $${cxx%% *} >/dev/null || { \
	  echo '缺 C++ 编译器(分词库要用)。Debian/Ubuntu:sudo apt-get install g++;Fedora:sudo dnf install gcc-c++;macOS:xcode-select --install'; exit 1; }
	@test "$$($(GO) env CGO_ENABLED)" = 1 || { echo '要打开 cgo:export CGO_ENABLED=1'; exit 1; }

run: check
	@mkdir -p bin && $(BUILD) -o bin/cewen ./cmd/cewen && ./bin/cewen serve

build: check
	@mkdir -p bin
	$(BUILD) -o bin/cewen ./cmd/cewen

static: check
	@mkdir -p bin
	$(GO) build -trimpath -tags 'netgo osusergo' -ldflags '-s -w -X main.version=$(VERSION) -linkmode external -extldflags "-static"' -o bin/cewen ./cmd/cewen

# Where nothing runs at the same time the race detector has nothing to find and takes ten times as long; what runs at the same time there is named.
# The C code of SQLite, which is Go by translation and starts nothing by itself, is left out of it too: it is most of the time.
UNRACED := -gcflags=modernc.org/sqlite/lib=-race=false
ALONE := ./plan ./lexicon ./eval ./eval/made ./search/internal/gendict

test: check
	$(GO) vet ./...
	$(GO) test $(ALONE)
	$(GO) test -race -run '^TestConcurrentQuestions$$' ./eval
	$(GO) test -race $(UNRACED) $$($(GO) list ./... | grep -v -x -F "$$($(GO) list $(ALONE))")

# The long trials: hundreds of kills of the real program, replicas and groups under their limits. CI runs a short form of each.
KILLS ?= 500
soak: check
	CEWEN_KILLS=$(KILLS) $(GO) test -run '^TestKills$$' -v -count=1 -timeout 3h ./cmd/cewen
	CEWEN_KILLS=$$(( $(KILLS) / 5 )) $(GO) test -run '^TestReplicas' -v -count=1 -timeout 3h ./cmd/cewen
	CEWEN_KILLS=$(KILLS) $(GO) test -run '^TestKillsWithNotices$$' -v -count=1 -timeout 3h ./cmd/cewen
	CEWEN_SOAK=1 $(GO) test -run '^TestBusyGroup$$' -v -count=1 ./bot
	CEWEN_DIGESTS=10000 $(GO) test -run '^TestMorning$$' -v -count=1 -timeout 1h ./bot
	$(GO) test -run '^TestLedgerMachine' -v -count=1 -timeout 1h ./store -rapid.checks=2000
	$(GO) test -run '^TestRemindMachine' -v -count=1 -timeout 1h ./store -rapid.checks=2000

bench: check
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Sets 4, 6 and 12 are townspeople's own words, further from the plan's than officials'; their minimum is lower.
eval: build
	@for set in eval/testdata/*.jsonl; do \
	  min=$(MIN_NEW); case $$set in *_dev.jsonl) min=$(MIN_DEV);; *batch_4.jsonl|*batch_12.jsonl) min=85;; *batch_6.jsonl) min=60;; esac; \
	  echo "== $$set, 至少 $$min%"; \
	  ./bin/cewen eval $$set --today $(TODAY) --knockout --min $$min || exit 1; \
	done

# Every fuzz test of the project, one after the other.
fuzz: check
	@pkgs=$$($(GO) list ./...) || exit 1; \
	for pkg in $$pkgs; do \
	  tests=$$($(GO) test -list '^Fuzz' $$pkg) || { echo "$$tests"; exit 1; }; \
	  for f in $$(echo "$$tests" | grep '^Fuzz'); do \
	    echo "== $$pkg $$f"; \
	    $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

# What the browser tests look at the pages with; they skip what is not there.
browser-tools:
	@command -v npm >/dev/null || { echo '缺 npm:sudo apt-get install npm'; exit 1; }
	npm install --silent --no-audit --no-fund --prefix .tools axe-core@4.14.1

lint: check $(LINT)
	$(LINT) run ./...

# Built from source with this Go, so that it understands the same language.
$(LINT): | check
	GOBIN=$(CURDIR)/$(dir $(LINT)) GOFLAGS= CGO_ENABLED=0 $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

clean:
	rm -rf bin
