# The checks that every change must pass, and the tests. conformance and bench need what they name.

GO          ?= go
STATICCHECK ?= $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
RACE        := ./internal/vm ./internal/object ./internal/aio ./internal/stdlib/asyncio

.PHONY: check test race bench soak conformance build

build:
	CGO_ENABLED=0 $(GO) build -o ouro ./cmd/ouro

test:
	$(GO) test ./...

race:
	$(GO) test -race $(RACE)

check:
	@test -z "$$(gofmt -l cmd internal)" || { echo "not gofmt-ed:"; gofmt -l cmd internal; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) test ./internal/archtest
	$(GO) mod tidy -diff
	$(MAKE) race

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Rough treatment of event loops for SECONDS, with the race detector.
SECONDS := 120
soak:
	CGO_ENABLED=1 $(GO) build -race -o ouro-race ./cmd/ouro
	./ouro-race cmd/ouro/testdata/soak.py $(SECONDS) 1 0

# LIB is the folder that holds CPython's test package, RUN the runner that compares with what CPython passes.
conformance: build
	$(RUN) ./ouro --lib $(LIB) asyncio core
