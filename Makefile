# Two commands do everything: `make map` and `make test`. Each installs what is missing and can be repeated.

SWIFT ?= swift
PREFIX ?= /usr/local
OUT ?= out
SEED ?= 2008
ROWS ?= 120000
program = .build/release/karkhana

.PHONY: map test build libraries peers lint config-check gazetteer install clean

## Build the program, make the built-in example and map it.
map: build
	@mkdir -p $(OUT)
	@$(program) synth --rows $(ROWS) --seed $(SEED) --out $(OUT)/example-register.csv
	@$(program) map $(OUT)/example-register.csv --out $(OUT)/example

## Format lint, configuration check and all tests.
test: libraries-for-tests peers build lint config-check
	KARKHANA_REQUIRE_PEERS=1 KARKHANA_PROGRAM=$(CURDIR)/$(program) $(SWIFT) test --parallel

build: libraries
	$(SWIFT) build -c release --product karkhana

libraries:
	@Scripts/install-libraries

libraries-for-tests:
	@Scripts/install-libraries --with-tests

peers:
	@Scripts/install-peers

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

config-check: build
	@$(program) config check Config

## Build a full gazetteer from a directory that holds the open sources: make gazetteer SOURCES=DIR
gazetteer: build
	@Scripts/build-gazetteer "$(program)" "$(SOURCES)" "$(OUT)/india.kgaz"

install: build
	install -D $(program) $(DESTDIR)$(PREFIX)/bin/karkhana
	mkdir -p $(DESTDIR)$(PREFIX)/share/karkhana
	cp -R Config Geo $(DESTDIR)$(PREFIX)/share/karkhana/

clean:
	rm -rf .build .build-peers $(OUT)
