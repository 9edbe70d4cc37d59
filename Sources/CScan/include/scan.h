#ifndef KARKHANA_SCAN_H
#define KARKHANA_SCAN_H

#include <stddef.h>
#include <stdint.h>

// The byte work of the delimited reader: finding rows and fields, 64 bytes at a time. Swift has no instruction that turns a
// comparison of bytes into a bit mask; this file is here for that one reason. The rules are those of Docs and of
// `TableReader`: this is their only implementation, for cutting chunks and for splitting fields alike.

// Bytes that must be readable and equal to `eol` behind the last byte of data that is scanned as final.
#define KS_PADDING 128

// What the bytes mean in one input.
typedef struct {
  uint8_t delimiter;
  // '\n', or '\r' in files without any '\n'.
  uint8_t eol;
  // Columns of the header.
  uint32_t columns;
  // Longest row, without its line end; at least 1024.
  size_t maxRowBytes;
  // Line ends that one row may hold inside its quotes; at least 64.
  size_t maxInnerLines;
  // Bytes that are kept of a row that is too long.
  size_t rawLimit;
} ks_dialect;

// A run of bytes, counted from the start of the chunk.
typedef struct {
  uint32_t start;
  uint32_t count;
} ks_span;

// The whole rows at the start of some data.
typedef struct {
  // Their bytes, line ends included.
  size_t bytes;
  // Line ends that close a row or a blank line.
  size_t rows;
  // Physical lines.
  uint64_t lines;
  // Whether a line follows that is longer than a row may be and does not end within the data.
  int longRow;
} ks_cut;

// Where the fields of a chunk go; column `slot` of row `r` is `spans[slot * capacity + r]`.
typedef struct {
  // Slot of each column, -1 when it is not asked for.
  const int32_t *slotOfColumn;
  // Column of each slot, -1 for a slot that is always empty.
  const int32_t *columnOfSlot;
  size_t slotCount;
  size_t capacity;
  ks_span *spans;
  uint64_t *lines;
  uint64_t *offsets;
  ks_span *raw;
  uint8_t *rejects;
  uint64_t *flags;
  // The chunk, and where decoded fields go: as many bytes as the chunk has, and KS_PADDING, are enough.
  uint8_t *base;
  uint8_t *spare;
  // Line and offset of the chunk's first byte.
  uint64_t line;
  uint64_t offset;
  // Rows written.
  size_t count;
} ks_rows;

// The raw values of `RejectCode` and the bit of `RowFlags` that splitting uses.
enum {
  KS_TOO_MANY_FIELDS = 1,
  KS_TOO_FEW_FIELDS = 2,
  KS_BAD_QUOTES = 3,
  KS_ROW_TOO_LONG = 4,
  KS_EMPTY_ROW = 6,
  KS_SHORT_ROW = 1,
};

// What a pass over text found.
enum { KS_HAS_NUL = 1, KS_HAS_HIGH = 2 };

// The whole rows in `data`, at most about `maxRows`; with `final` also the last one. Final data ends with `eol` and padding.
void ks_cut_rows(const uint8_t *data, size_t count, int final, const ks_dialect *dialect, size_t maxRows, ks_cut *cut);

// The first row of some data.
typedef struct {
  // Whether its quotes and its length are sound; if not, `bytes` is its first physical line.
  int whole;
  // Whether the data ends before the row does; the rest then means nothing.
  int open;
  // Bytes with and without the line end.
  size_t bytes;
  size_t text;
  // Physical lines.
  size_t lines;
  // Fields, of which at most `boundCapacity` are noted as they stand.
  size_t fields;
} ks_first;

ks_first ks_first_row(
    const uint8_t *data, size_t count, int final, const ks_dialect *dialect, ks_span *bounds, size_t boundCapacity);

// Splits whole rows, the last of which ends with `eol` and padding, into `out`.
void ks_split_rows(const uint8_t *data, size_t count, const ks_dialect *dialect, ks_rows *out);

// Which of `KS_HAS_NUL` and `KS_HAS_HIGH` hold for some bytes.
int ks_text_kind(const uint8_t *data, size_t count);

// Length of the longest prefix that is valid UTF-8.
size_t ks_valid_utf8(const uint8_t *data, size_t count);

// Length of a prefix of at most `limit` bytes that does not cut a UTF-8 character.
size_t ks_prefix(const uint8_t *data, size_t count, size_t limit);

// Whether a field must be quoted when written: it holds a quote, CR, LF or the delimiter.
int ks_needs_quotes(const uint8_t *data, size_t count, uint8_t delimiter);

// Bit i: whether data[i] equals `value`, for 64 bytes; by the vector unit where there is one, and without it.
uint64_t ks_mask(const uint8_t *data, uint8_t value);
uint64_t ks_mask_portable(const uint8_t *data, uint8_t value);

// Exchanges two paths of one file system in one atomic step; 0, or the error number.
int ks_exchange_paths(const char *a, const char *b);

#endif
