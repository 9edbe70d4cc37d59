#ifndef KARKHANA_BLOCK_H
#define KARKHANA_BLOCK_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && !defined(KS_PORTABLE)
#include <emmintrin.h>
#endif

// Bit i of each mask stands for byte i of a block of 64 bytes.

// Equal bytes of 8, exact (no false positives), gathered into 8 bits: bit i for byte i in memory order.
static inline uint64_t ks_mask8(uint64_t word, uint64_t pattern) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7FULL;
  uint64_t x = word ^ pattern;
  uint64_t zero = ~(((x & low) + low) | x | low);
  return ((zero >> 7) * 0x0102040810204080ULL) >> 56;
}

// 8 bytes, the first in the lowest bits.
static inline uint64_t ks_word(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline uint64_t ks_block_portable(const uint8_t *p, uint8_t value) {
  uint64_t pattern = value * 0x0101010101010101ULL;
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    mask |= ks_mask8(ks_word(p + 8 * i), pattern) << (8 * i);
  }
  return mask;
}

#if defined(__SSE2__) && !defined(KS_PORTABLE)

typedef struct {
  __m128i part[4];
} ks_block;

static inline ks_block ks_load(const uint8_t *p) {
  ks_block block;
  for (int i = 0; i < 4; i++) block.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
  return block;
}

static inline uint64_t ks_equal(const ks_block *block, uint8_t value) {
  __m128i pattern = _mm_set1_epi8((char)value);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block->part[i], pattern)) << (16 * i);
  }
  return mask;
}

// Equal bytes of a short step.
#define KS_STEP 16
static inline uint64_t ks_step(const uint8_t *p, uint8_t value) {
  __m128i part = _mm_loadu_si128((const __m128i *)(const void *)p);
  return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, _mm_set1_epi8((char)value)));
}

#else

#define KS_STEP 8
static inline uint64_t ks_step(const uint8_t *p, uint8_t value) {
  return ks_mask8(ks_word(p), value * 0x0101010101010101ULL);
}

typedef struct {
  const uint8_t *p;
} ks_block;

static inline ks_block ks_load(const uint8_t *p) { return (ks_block){p}; }
static inline uint64_t ks_equal(const ks_block *block, uint8_t value) { return ks_block_portable(block->p, value); }

#endif

// Bit i: the parity of bits 0...i.
static inline uint64_t ks_parity(uint64_t x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

// The bits below bit `i`, 0...63.
static inline uint64_t ks_below(int i) { return ((uint64_t)1 << i) - 1; }

#endif
