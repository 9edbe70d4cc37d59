#define _GNU_SOURCE
#include "block.h"
#include "scan.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

uint64_t ks_mask(const uint8_t *data, uint8_t value) {
  ks_block block = ks_load(data);
  return ks_equal(&block, value);
}

uint64_t ks_mask_portable(const uint8_t *data, uint8_t value) { return ks_block_portable(data, value); }

int ks_text_kind(const uint8_t *data, size_t count) {
  // Plain arrays, which the compiler turns into vector code on every machine.
  uint8_t high[32] = {0}, least[32];
  memset(least, 0xFF, sizeof least);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    for (int k = 0; k < 32; k++) {
      uint8_t byte = data[i + k];
      high[k] |= byte;
      least[k] = byte < least[k] ? byte : least[k];
    }
  }
  for (; i < count; i++) {
    high[0] |= data[i];
    least[0] = data[i] < least[0] ? data[i] : least[0];
  }
  int kind = 0;
  for (int k = 0; k < 32; k++) {
    if (high[k] & 0x80) kind |= KS_HAS_HIGH;
    if (least[k] == 0) kind |= KS_HAS_NUL;
  }
  return kind;
}

// The well-formed sequences of the Unicode Standard, table 3-7.
size_t ks_valid_utf8(const uint8_t *data, size_t count) {
  size_t i = 0;
  while (i < count) {
    if (i + 8 <= count) {
      uint64_t word;
      memcpy(&word, data + i, 8);
      if (!(word & 0x8080808080808080ULL)) {
        i += 8;
        continue;
      }
    }
    uint8_t lead = data[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || i + length > count) return i;
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (data[i + 1] < low || data[i + 1] > high) return i;
    for (size_t k = 2; k < length; k++) {
      if ((data[i + k] & 0xC0) != 0x80) return i;
    }
    i += length;
  }
  return count;
}

size_t ks_prefix(const uint8_t *data, size_t count, size_t limit) {
  if (count <= limit) return count;
  size_t end = limit;
  for (int back = 0; back < 3 && end > 0 && (data[end] & 0xC0) == 0x80; back++) end--;
  return end;
}

int ks_needs_quotes(const uint8_t *data, size_t count, uint8_t delimiter) {
  int found = 0;
  for (size_t i = 0; i < count; i++) {
    found |= data[i] == '"' | data[i] == delimiter | data[i] == '\n' | data[i] == '\r';
  }
  return found;
}

int ks_exchange_paths(const char *a, const char *b) {
  return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0 ? 0 : errno;
}
