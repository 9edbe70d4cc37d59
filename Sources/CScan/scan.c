#include "scan.h"
#include "block.h"
#include "field.h"

// How the rows are found.
//
// A quote opens a quoted field only at the field's start (blanks may come before it) and closes it when no second quote
// follows; behind it stand blanks, then a delimiter or the line end. Any other quote is text. A row whose quotes break this
// rule, never close, or run on over `maxInnerLines` line ends or `maxRowBytes` bytes is not a row: its first physical line alone
// is a reject, and reading goes on with the next line. So one lost quote costs one line, wherever chunks are cut.
//
// `ks_walk` takes 64 bytes at a time as bit masks and finds quoted text by the parity of quotes. That is right as long as every
// quote is where the rule expects it; at the first other quote the row is left to `ks_row`, which goes byte by byte.

typedef enum { ROW_WHOLE, ROW_BROKEN, ROW_LONG, ROW_OPEN } ks_status;

// The state of the walk over one row.
typedef struct {
  const uint8_t *row;
  const uint8_t *field;
  uint32_t column;
  int extra;
  uint8_t *spare;
  // Where `ks_row` notes the fields as they stand, when nothing is split.
  ks_span *bounds;
  size_t boundCapacity;
} ks_state;

static inline __attribute__((always_inline)) void start_row(ks_state *state, const uint8_t *row, ks_rows *out) {
  state->row = row;
  state->field = row;
  state->column = 0;
  state->extra = 0;
  if (out) state->spare = out->spare;
}

static inline __attribute__((always_inline)) void end_field(
    ks_state *state, const uint8_t *end, uint32_t columns, uint8_t delimiter, ks_rows *out) {
  uint32_t column = state->column++;
  if (__builtin_expect(column < columns, 1)) {
    int32_t slot = out->slotOfColumn[column];
    if (slot >= 0) {
      out->spans[(size_t)slot * out->capacity + out->count] = ks_clean(state->field, end, out->base, out, delimiter);
    }
  } else if (!state->extra) {
    state->extra = ks_has_text(state->field, end, delimiter);
  }
  state->field = end + 1;
}

// Number of fields with text in the row [s, e), up to `enough`; the row is well quoted.
static uint32_t fields_with_text(const uint8_t *s, const uint8_t *e, uint8_t delimiter, uint32_t enough) {
  uint32_t found = 0;
  const uint8_t *c = s;
  for (;;) {
    const uint8_t *field = c;
    while (c < e && ks_gap(*c, delimiter)) c++;
    if (c < e && *c == '"') {
      c++;
      while (c < e && (*c != '"' || (c + 1 < e && c[1] == '"'))) c += *c == '"' ? 2 : 1;
    }
    while (c < e && *c != delimiter) c++;
    if (ks_has_text(field, c, delimiter) && ++found == enough) return found;
    if (c >= e) return found;
    c++;
  }
}

static inline __attribute__((always_inline)) void put_row(
    ks_rows *out, const uint8_t *row, const uint8_t *end, int reject, uint64_t flags) {
  size_t index = out->count++;
  out->lines[index] = out->line;
  out->offsets[index] = out->offset + (uint64_t)(row - out->base);
  out->raw[index] = (ks_span){(uint32_t)(row - out->base), (uint32_t)(end - row)};
  out->rejects[index] = (uint8_t)reject;
  out->flags[index] = flags;
  if (reject) {
    for (size_t slot = 0; slot < out->slotCount; slot++) out->spans[slot * out->capacity + index] = (ks_span){0, 0};
  }
}

// The row's text without the carriage returns before its line end.
static inline const uint8_t *text_end(const uint8_t *row, const uint8_t *stop, const ks_dialect *dialect) {
  if (dialect->eol == '\n') {
    while (stop > row && stop[-1] == '\r') stop--;
  }
  return stop;
}

// Closes a row with another number of fields than the header, or that does not begin with plain text.
static __attribute__((noinline)) void end_odd_row(
    const uint8_t *row, const uint8_t *end, uint32_t fields, int extra, const ks_dialect *dialect, ks_rows *out) {
  if (fields == 1) {
    const uint8_t *c = row;
    while (c < end && ks_gap(*c, dialect->delimiter)) c++;
    if (c == end) return;  // a blank line
  }
  int reject = 0;
  uint64_t flags = 0;
  if (fields_with_text(row, end, dialect->delimiter, 1) == 0) {
    reject = KS_EMPTY_ROW;
  } else if (extra) {
    reject = KS_TOO_MANY_FIELDS;
  } else if (fields < dialect->columns) {
    if (dialect->columns >= 3 && fields_with_text(row, end, dialect->delimiter, 2) < 2) {
      reject = KS_TOO_FEW_FIELDS;
    } else {
      flags = KS_SHORT_ROW;
      for (size_t slot = 0; slot < out->slotCount; slot++) {
        if (out->columnOfSlot[slot] >= (int32_t)fields) {
          out->spans[slot * out->capacity + out->count] = (ks_span){0, 0};
        }
      }
    }
  }
  put_row(out, row, end, reject, flags);
}

// Closes the row that ends at the line end `stop`, all of whose fields have been stored.
static inline __attribute__((always_inline)) void end_row(
    ks_state *state, const uint8_t *stop, const ks_dialect *dialect, ks_rows *out) {
  const uint8_t *end = text_end(state->row, stop, dialect);
  uint8_t first = *state->row;
  int plain = first > ' ' && first < 0x80 && first != '"' && first != dialect->delimiter;
  if (__builtin_expect(plain && state->column == dialect->columns, 1)) {
    put_row(out, state->row, end, 0, 0);
  } else {
    end_odd_row(state->row, end, state->column, state->extra, dialect, out);
  }
}

// The end of the first physical line of [row, end), or `end`.
static const uint8_t *line_end(const uint8_t *row, const uint8_t *end, const ks_dialect *dialect) {
  const uint8_t *stop = row < end ? memchr(row, dialect->eol, (size_t)(end - row)) : NULL;
  return stop ? stop : end;
}

// Reads one row byte by byte. `stop` becomes its line end, `inner` the number of line ends inside it; for a broken or long one
// they are those of its first physical line (a long one's `stop` may be `end`). Open: `end` came first and may not be the end.
static __attribute__((noinline)) ks_status ks_row(
    ks_state *state, const uint8_t *end, int final, const ks_dialect *dialect, ks_rows *out, const uint8_t **stop,
    size_t *inner) {
  const uint8_t *row = state->row, *c = row;
  const uint8_t delimiter = dialect->delimiter, eol = dialect->eol;
  size_t lines = 0;
  for (;;) {
    while (c < end && ks_gap(*c, delimiter)) c++;
    if (c < end && *c == '"') {
      c++;
      for (;;) {
        while (c < end && *c != '"' && *c != eol) c++;
        if (c >= end) goto ended;
        if (*c == eol) {
          c++;
          if (++lines > dialect->maxInnerLines || (size_t)(c - row) > dialect->maxRowBytes) goto broken;
        } else if (c + 1 >= end && !final) {
          goto ended;
        } else if (c + 1 < end && c[1] == '"') {
          c += 2;
        } else {
          break;
        }
      }
      c++;
      while (c < end && ks_gap(*c, delimiter)) c++;
      const uint8_t *gap = c;
      if (eol == '\n') {
        while (c < end && *c == '\r') c++;
      }
      if (c >= end) goto ended;
      if (*c != eol && (*c != delimiter || c != gap)) goto broken;
    } else {
      while (c < end && *c != delimiter && *c != eol) c++;
      if (c >= end) goto ended;
    }
    if (out) {
      end_field(state, c, dialect->columns, delimiter, out);
    } else {
      if (state->column < state->boundCapacity) {
        state->bounds[state->column] = (ks_span){(uint32_t)(state->field - row), (uint32_t)(c - state->field)};
      }
      state->column++;
      state->field = c + 1;
    }
    if (*c == eol) break;
    c++;
  }
  *stop = c;
  *inner = lines;
  if ((size_t)(c - row) <= dialect->maxRowBytes) return ROW_WHOLE;
  goto broken;

ended:
  if (!final && (size_t)(end - row) <= dialect->maxRowBytes + 1) return ROW_OPEN;
broken:
  *stop = line_end(row, end, dialect);
  *inner = 0;
  if (*stop == end && !final && (size_t)(end - row) <= dialect->maxRowBytes) return ROW_OPEN;
  return (size_t)(*stop - row) > dialect->maxRowBytes ? ROW_LONG : ROW_BROKEN;
}

static inline __attribute__((always_inline)) void ks_walk(
    const uint8_t *data, size_t count, int final, const ks_dialect *dialect, size_t maxRows, ks_cut *cut, ks_rows *out) {
  const uint8_t *end = data + count, *p = data;
  const uint8_t delimiter = dialect->delimiter, eol = dialect->eol;
  const uint32_t columns = dialect->columns;
  ks_state state = {0};
  start_row(&state, data, out);
  uint64_t inside = 0;  // all ones while a quoted field is open at p
  size_t inner = 0;     // line ends inside the row before p
  size_t rows = 0;
  uint64_t innerDone = 0;
  cut->longRow = 0;

  while (rows < maxRows) {
    size_t left = (size_t)(end - p);
    if (left == 0 || (!final && left < 66)) {
      if (state.row == end || (!final && (size_t)(end - state.row) <= dialect->maxRowBytes + 1)) break;
      goto careful;
    }
    {
      ks_block block = ks_load(p);
      uint64_t valid = left >= 64 ? ~(uint64_t)0 : ks_below((int)left);
      uint64_t quotes = ks_equal(&block, '"') & valid;
      uint64_t eols = ks_equal(&block, eol) & valid;
      uint64_t delimiters = 0;
      if (out) delimiters = ks_equal(&block, delimiter) & valid;
      uint64_t quoted = inside;
      uint64_t sound = ~(uint64_t)0;  // the bits before the first quote that breaks the rule
      if (quotes) {
        if (!out) delimiters = ks_equal(&block, delimiter) & valid;
        quoted = ks_parity(quotes) ^ inside;
        uint64_t marks = delimiters | eols | quotes;
        uint64_t open = quotes & quoted, close = quotes & ~quoted;
        uint64_t before = p == state.row || p[-1] == delimiter || p[-1] == eol || p[-1] == '"';
        uint64_t bad = open & ~(marks << 1 | before);
        uint64_t after = p[64] == delimiter || p[64] == eol || p[64] == '"';
        bad |= close & ~(marks >> 1 | after << 63);
        if (bad && eol == '\n') {
          uint64_t returns = ks_equal(&block, '\r');
          returns = returns >> 1 | (uint64_t)(p[64] == '\r') << 63;
          uint64_t newlines = eols >> 2 | (uint64_t)(p[64] == '\n') << 62 | (uint64_t)(p[65] == '\n') << 63;
          bad &= ~(close & returns & newlines);
        }
        if (bad) sound = (bad & (0 - bad)) - 1;
      }
      uint64_t ends = eols & ~quoted & sound;
      uint64_t within = eols & quoted & sound;
      if (ends) {
        int first = __builtin_ctzll(ends);
        size_t lines = inner;
        if (within) lines += (size_t)__builtin_popcountll(within & ks_below(first));
        if (lines > dialect->maxInnerLines || (size_t)(p + first - state.row) > dialect->maxRowBytes) goto careful;
      }
      if (out) {
        uint64_t marks = (delimiters & ~quoted & sound) | ends;
        while (marks) {
          int i = __builtin_ctzll(marks);
          end_field(&state, p + i, columns, delimiter, out);
          if (ends >> i & 1) {
            end_row(&state, p + i, dialect, out);
            out->line += 1;
            if (inner | within) {
              uint64_t mine = within & ks_below(i);
              out->line += inner + (size_t)__builtin_popcountll(mine);
              within &= ~mine;
              inner = 0;
            }
            start_row(&state, p + i + 1, out);
          }
          marks &= marks - 1;
        }
        rows += ends != 0;  // only that it grows matters here
        if (within) inner += (size_t)__builtin_popcountll(within);
      } else {
        if (ends) {
          int last = 63 - __builtin_clzll(ends);
          rows += (size_t)__builtin_popcountll(ends);
          state.row = p + last + 1;
          if (inner | within) {
            uint64_t mine = within & ks_below(last);
            innerDone += inner + (size_t)__builtin_popcountll(mine);
            within &= ~mine;
            inner = 0;
          }
        }
        if (within) inner += (size_t)__builtin_popcountll(within);
      }
      if (~sound || inner > dialect->maxInnerLines) goto careful;
      inside = 0 - (quoted >> 63);
      p += left >= 64 ? 64 : left;
      continue;
    }

  careful: {
    const uint8_t *row = state.row, *stop;
    if (out) out->spare = state.spare;
    // A copy, so that the state of the fast way stays in registers.
    ks_state slow = {0};
    start_row(&slow, row, out);
    ks_status status = ks_row(&slow, end, final, dialect, out, &stop, &inner);
    start_row(&state, row, NULL);
    if (status == ROW_OPEN) break;
    if (status == ROW_LONG && stop == end && !final) {
      cut->longRow = 1;
      break;
    }
    if (out) {
      if (status == ROW_WHOLE) {
        end_row(&slow, stop, dialect, out);
      } else {
        out->spare = state.spare;
        const uint8_t *last = text_end(row, stop, dialect);
        if (status == ROW_LONG) last = row + ks_prefix(row, (size_t)(last - row), dialect->rawLimit);
        put_row(out, row, last, status == ROW_LONG ? KS_ROW_TOO_LONG : KS_BAD_QUOTES, 0);
      }
      out->line += 1 + inner;
    }
    rows++;
    innerDone += inner;
    inner = 0;
    inside = 0;
    p = stop < end ? stop + 1 : end;
    start_row(&state, p, out);
  }
  }
  cut->bytes = (size_t)(state.row - data);
  cut->rows = rows;
  cut->lines = rows + innerDone;
}

void ks_cut_rows(const uint8_t *data, size_t count, int final, const ks_dialect *dialect, size_t maxRows, ks_cut *cut) {
  ks_walk(data, count, final, dialect, maxRows, cut, NULL);
}

ks_first ks_first_row(
    const uint8_t *data, size_t count, int final, const ks_dialect *dialect, ks_span *bounds, size_t boundCapacity) {
  ks_state state = {.row = data, .field = data, .bounds = bounds, .boundCapacity = boundCapacity};
  const uint8_t *stop = data;
  size_t inner = 0;
  ks_status status = ks_row(&state, data + count, final, dialect, NULL, &stop, &inner);
  ks_first first = {.whole = status == ROW_WHOLE, .open = status == ROW_OPEN, .fields = state.column};
  if (status == ROW_OPEN) return first;
  first.text = (size_t)(text_end(data, stop, dialect) - data);
  first.bytes = (size_t)(stop - data) + (stop < data + count ? 1 : 0);
  first.lines = inner + 1;
  return first;
}

void ks_split_rows(const uint8_t *data, size_t count, const ks_dialect *dialect, ks_rows *out) {
  ks_cut cut;
  ks_walk(data, count, 1, dialect, (size_t)-1, &cut, out);
}
