#ifndef KARKHANA_FIELD_H
#define KARKHANA_FIELD_H

#include "block.h"
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

// Copies the inside of a quoted field with doubled quotes made single; reads and writes up to a step too far.
static inline size_t ks_fold(const uint8_t *s, const uint8_t *e, uint8_t *to) {
  uint8_t *begin = to;
  while (s < e) {
    memcpy(to, s, KS_STEP);
    uint64_t quotes = ks_step(s, '"');
    size_t left = (size_t)(e - s), run = quotes ? (size_t)__builtin_ctzll(quotes) : KS_STEP;
    if (run < KS_STEP && run < left) {
      to += run + 1;
      s += run + 2;
    } else {
      size_t all = left < KS_STEP ? left : KS_STEP;
      to += all;
      s += all;
    }
  }
  return (size_t)(to - begin);
}

// The clean text of a field that begins or ends with a quote or a blank, or is empty.
static __attribute__((noinline)) ks_span ks_clean_edges(
    const uint8_t *s, const uint8_t *e, ks_rows *out, uint8_t delimiter) {
  const uint8_t *open = s;
  while (open < e && ks_gap(*open, delimiter)) open++;
  if (open < e && *open == '"') {
    // Only blanks follow the closing quote, so that it is the last one.
    s = open + 1;
    while (e[-1] != '"') e--;
    e--;
    if (e > s && memchr(s, '"', (size_t)(e - s))) {
      size_t count = ks_fold(s, e, out->spare);
      s = out->spare;
      e = s + count;
      out->spare += count;
    }
  }
  ks_trim(&s, &e);
  if (s == e) return (ks_span){0, 0};
  return (ks_span){(uint32_t)(s - out->base), (uint32_t)(e - s)};
}

// The clean text of the field in [s, e), which is well quoted if it is quoted at all. Most fields begin and end with a plain
// character and stay as they are.
static inline __attribute__((always_inline)) ks_span ks_clean(
    const uint8_t *s, const uint8_t *e, const uint8_t *base, ks_rows *out, uint8_t delimiter) {
  if (s == e) return (ks_span){0, 0};
  uint8_t first = *s, last = e[-1];
  if (__builtin_expect(first > ' ' && first != '"' && first != 0xC2 && last > ' ' && last != 0xA0, 1)) {
    return (ks_span){(uint32_t)(s - base), (uint32_t)(e - s)};
  }
  return ks_clean_edges(s, e, out, delimiter);
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
