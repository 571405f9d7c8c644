# backcare: every target has a line of help; "make" alone prints them.
SHELL := /bin/sh
PREFIX ?= /usr/local
DESTDIR ?=
GO ?= go
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
COMMIT ?= $(shell git rev-parse HEAD 2>/dev/null)
VERSION ?= $(shell .ci/version 2>/dev/null)
LDFLAGS := -s -w $(if $(VERSION),-X main.version=$(VERSION)) $(if $(COMMIT),-X main.commit=$(COMMIT))
# v2 is every amd64 processor since about 2009: counting bits, which finding
# misspelt names is made of, then takes one instruction without a question first.
BUILD := CGO_ENABLED=0 GOAMD64=v2 $(GO) build -trimpath -ldflags '$(LDFLAGS)'

.DEFAULT_GOAL := help
.PHONY: help examples build test fresh check generate install release packages shared cross clients test-clients fuzz race mutate reproducible bench

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-14s %s\n", $$1, $$2}' Makefile

build: ## build bin/backcare and bin/backcare-mcp, static and stripped
	$(BUILD) -o bin/backcare ./cmd/backcare
	$(BUILD) -o bin/backcare-mcp ./cmd/backcare-mcp

test: ## run every test
	$(GO) test ./...

fresh: ## run the README's two commands on a bare Debian, made for it and gone after it (root; debootstrap)
	@.ci/fresh

check: ## formatting, vet, staticcheck, generated files and modules fresh
	@test -z "$$(gofmt -l cmd internal docs)" || { gofmt -l cmd internal docs; echo 'run gofmt -w on these' >&2; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) mod verify
	$(GO) mod tidy -diff
	$(GO) generate ./...
	@git diff --exit-code --stat || { echo 'generated files are stale: commit what go generate wrote' >&2; exit 1; }

generate: ## make the Go tables and the command reference from their sources
	$(GO) generate ./...

cross: ## compile for linux, darwin and windows on amd64 and arm64
	@for os in linux darwin windows; do for arch in amd64 arm64; do \
		echo "$$os/$$arch"; for cmd in backcare backcare-mcp; do \
			GOOS=$$os GOARCH=$$arch $(BUILD) -o /dev/null ./cmd/$$cmd || exit 1; \
		done; \
	done; done

examples: ## write what the examples of README and docs print now into the pages, and draw the picture anew
	$(GO) test -count=1 ./docs -run 'TestExamples|TestPicture' -update

install: build ## install binaries, man pages and completions under $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 bin/backcare bin/backcare-mcp $(DESTDIR)$(PREFIX)/bin
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	bin/backcare completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/backcare
	bin/backcare completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_backcare
	bin/backcare completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/backcare.fish

# The tools of a release have a module file of their own, so that nothing that
# they need enters ours.
release: ## write archives, packages, SBOMs and checksums of this commit to dist
	$(GO) build -modfile=.ci/release.mod -trimpath -o build/tools/ tool
	VERSION=$(VERSION) COMMIT=$(COMMIT) EPOCH=$$(git log -1 --format=%ct) \
	DATE=$$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd) \
		build/tools/goreleaser release --snapshot --clean

shared: # what all archives and packages of a release hold
	rm -rf build/shared && mkdir -p build/shared/man build/shared/completions
	for page in docs/man/*.1; do gzip -9n <$$page >build/shared/man/$${page##*/}.gz || exit 1; done
	$(BUILD) -o build/shared/backcare ./cmd/backcare
	build/shared/backcare completion bash >build/shared/completions/backcare.bash
	build/shared/backcare completion zsh >build/shared/completions/_backcare
	build/shared/backcare completion fish >build/shared/completions/backcare.fish
	build/shared/backcare completion powershell >build/shared/completions/backcare.ps1

packages: ## make the release twice, compare, and install and remove it on a bare Debian (root; debootstrap, rpm)
	@.ci/packages

clients: ## install what the client tests feed (Debian packages and npm)
	$(SUDO) apt-get update -qq
	$(SUDO) apt-get install -y -qq jq miller sqlite3 bash-completion zsh fish chromium poppler-utils fonts-dejavu-core mandoc \
		parallel python3-dask python3-distributed munge slurmctld slurmd slurm-client >/dev/null
	cd internal/clients && npm install --no-save --no-audit --no-fund --silent

test-clients: clients ## feed our output to jq, Miller, sqlite3, ajv, nushell, DuckDB, the shells, a browser and engines that split work, and our server to the inspector
	BACKCARE_NEEDS=required $(GO) test -count=1 ./internal/clients ./docs

race: ## run every test under the race detector, in random order
	CGO_ENABLED=1 $(GO) test -race -shuffle=on ./...

FUZZTIME ?= 30s
fuzz: ## run each fuzz target for FUZZTIME
	@for pkg in $$($(GO) list ./internal/... ./cmd/...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
		done; \
	done

GREMLINS := github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
MUTATE ?= resolve render match name
# A change may take a multiple of the time of the first run, which therefore must
# not come from the cache of tests.
mutate: ## change the rules, the formats and the matching line by line: tests must notice
	@for pkg in $(MUTATE); do \
		echo "internal/$$pkg"; \
		GOFLAGS="$$GOFLAGS -count=1" $(GO) run $(GREMLINS) unleash --workers 2 --timeout-coefficient 20 --threshold-efficacy 90 \
			--invert-logical --invert-loopctrl --invert-assignments --invert-bitwise \
			--output-statuses lts ./internal/$$pkg || exit 1; \
	done

bench: ## measure start, batch, memory and growth, and write the tables of docs/performance.md (hyperfine, GNU time, jq)
	@internal/bench/page

reproducible: ## build twice from two folders and compare the binaries
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	for n in a b; do mkdir "$$tmp/$$n" && git archive HEAD | tar -x -C "$$tmp/$$n" && \
		(cd "$$tmp/$$n" && $(BUILD) -buildvcs=false -o backcare ./cmd/backcare) || exit 1; done && \
	cmp "$$tmp/a/backcare" "$$tmp/b/backcare" && sha256sum "$$tmp/a/backcare" | cut -c1-64
