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
	@$(program) map $(OUT)/example-register.csv --gazetteer starter --out $(OUT)/example

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

## Fetch the open sources, build the full gazetteer and install it where the program looks for it. From files at hand:
## make gazetteer SOURCES=DIR. Other country: COUNTRY=LK. Elsewhere: OUT=FILE.kgaz. Cache: CACHE=DIR. More: WITH=geonames-cities.
gazetteer: build
	@SOURCES="$(SOURCES)" COUNTRY="$(COUNTRY)" CACHE="$(CACHE)" WITH="$(WITH)" \
	  OUT="$(if $(filter file,$(origin OUT)),,$(OUT))" Scripts/make-gazetteer "$(program)"

install: build
	install -D $(program) $(DESTDIR)$(PREFIX)/bin/karkhana
	mkdir -p $(DESTDIR)$(PREFIX)/share/karkhana
	cp -R Config Geo $(DESTDIR)$(PREFIX)/share/karkhana/

clean:
	rm -rf .build .build-peers $(OUT)
