#ifndef KARKHANA_FIELD_H
#define KARKHANA_FIELD_H

#include "scan.h"
#include <string.h>

// A blank that may stand between a delimiter and a quote.
static inline int ks_gap(uint8_t byte, uint8_t delimiter) {
  return (byte == ' ' || byte == '\t') && byte != delimiter;
}

// Removes outer spaces, tabs, line breaks and no-break spaces (C2 A0).
static inline void ks_trim(const uint8_t **start, const uint8_t **end) {
  const uint8_t *s = *start, *e = *end;
  while (s < e) {
    if (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n') {
      s++;
    } else if (*s == 0xC2 && s + 1 < e && s[1] == 0xA0) {
      s += 2;
    } else {
      break;
    }
  }
  while (s < e) {
    uint8_t last = e[-1];
    if (last == ' ' || last == '\t' || last == '\r' || last == '\n') {
      e--;
    } else if (last == 0xA0 && e - s > 1 && e[-2] == 0xC2) {
      e -= 2;
    } else {
      break;
    }
  }
  *start = s;
  *end = e;
}

// Copies the inside of a quoted field with doubled quotes made single; `quote` is the first of them.
static inline size_t ks_fold(const uint8_t *s, const uint8_t *e, const uint8_t *quote, uint8_t *to) {
  uint8_t *begin = to;
  while (quote) {
    size_t run = (size_t)(quote + 1 - s);
    memcpy(to, s, run);
    to += run;
    s = quote + 2;
    quote = s < e ? memchr(s, '"', (size_t)(e - s)) : NULL;
  }
  if (s < e) {
    memcpy(to, s, (size_t)(e - s));
    to += e - s;
  }
  return (size_t)(to - begin);
}

// The clean text of the field in [s, e), which is well quoted if it is quoted at all.
static inline ks_span ks_clean(const uint8_t *s, const uint8_t *e, ks_rows *out, uint8_t delimiter) {
  if (s == e) return (ks_span){0, 0};
  // Most fields begin and end with a plain character.
  if (*s > ' ' && *s != '"' && *s != 0xC2 && e[-1] > ' ' && e[-1] != 0xA0) {
    return (ks_span){(uint32_t)(s - out->base), (uint32_t)(e - s)};
  }
  const uint8_t *open = s;
  while (open < e && ks_gap(*open, delimiter)) open++;
  if (open < e && *open == '"') {
    // Only blanks follow the closing quote, so that it is the last one.
    s = open + 1;
    while (e[-1] != '"') e--;
    e--;
    const uint8_t *quote = e > s ? memchr(s, '"', (size_t)(e - s)) : NULL;
    if (quote) {
      size_t count = ks_fold(s, e, quote, out->spare);
      s = out->spare;
      e = s + count;
      out->spare += count;
    }
  }
  ks_trim(&s, &e);
  if (s == e) return (ks_span){0, 0};
  return (ks_span){(uint32_t)(s - out->base), (uint32_t)(e - s)};
}

// Whether the field in [s, e) has any text.
static inline int ks_has_text(const uint8_t *s, const uint8_t *e, uint8_t delimiter) {
  const uint8_t *open = s;
  while (open < e && ks_gap(*open, delimiter)) open++;
  if (open < e && *open == '"') {
    s = open + 1;
    while (e[-1] != '"') e--;
    e--;
  }
  ks_trim(&s, &e);
  return s < e;
}

#endif
