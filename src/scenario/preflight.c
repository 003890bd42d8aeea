/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lexical pre-flight: what libconfig 1.5 would accept silently, answer with a bare
 * "syntax error" or choke on is refused here, with the line and what to do. Grammar:
 *
 *   file    := setting*
 *   setting := NAME ('=' | ':') value (';' | ',')?
 *   value   := NUMBER | true | false | STRING+ | '{' setting* '}' | '(' values? ')'
 *              | '[' scalars of one type ']'          values := value (',' value)*
 *
 * A loop over tokens with a stack of open brackets. Checked by
 * tests/unit/test_scenario_bad.c and by tests/fuzz/fuzz_scenario.c: nothing that passes
 * here is refused by libconfig. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "scenario/lex.h"
#include "scenario/own.h"

enum expect { SETTING, EQUALS, VALUE, FIRST_VALUE, AFTER_SETTING, AFTER_VALUE };

struct frame {
    char close; /* what ends it; 0: the file itself */
    int line;
    enum expect expect;
    unsigned serial; /* of the group, for duplicate keys */
    int type;        /* of an array's items; 0: none yet */
    int bad_type;    /* line of the first mixed item was reported */
};

struct key {
    const char *text;
    size_t n;
    int line;
    unsigned serial;
};

struct scan {
    fc_scenario *self;
    int file, fixed_line;
    struct fc__lexer lexer;
    struct fc__lines *lines;
    struct frame stack[FC_DEPTH_MAX + 1];
    int depth;
    struct key *keys; /* open addressing */
    size_t n_keys, n_slots, n_values;
    unsigned serials;
    struct fc__token name; /* the key whose value comes next */
    struct fc__token last; /* the token before this one */
    bool bad, lost;
};

enum { KEY_SLOTS_MAX = 1 << 16 };

static int line_of(const struct scan *s, int line)
{
    return fc__line(s->file, s->fixed_line >= 0 ? s->fixed_line : line);
}

/* Reports; the file goes on. */
#define WRONG(s, line, ...)                                                            \
    ((s)->bad = true, fc__error((s)->self, line_of((s), (line)), __VA_ARGS__))

/* Reports; after this the structure is not known any more. */
#define LOST(s, line, ...) ((s)->lost = true, WRONG(s, line, __VA_ARGS__))

/* Bytes of a token to show: at most 40, cut at a code point. */
static int shown(struct fc__token token)
{
    size_t n = token.n;
    if (n > 40)
        for (n = 40; n > 0 && ((unsigned char)token.text[n] & 0xc0) == 0x80;)
            n--;
    return (int)n;
}

/* ---- bytes ---- */

static int count_lines(const char *text, size_t n)
{
    int line = 1;
    for (size_t i = 0; i < n; i++)
        line += text[i] == '\n';
    return line;
}

/* Encoding and control characters; the first fault only. */
static void check_bytes(struct scan *s)
{
    const char *text = s->lexer.text;
    const size_t n = s->lexer.n;
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        LOST(s, 1, "starts with a byte-order mark; save it as UTF-8 without one");
        return;
    }
    size_t at = 0;
    while (at < n) {
        uint32_t point;
        const size_t length = fc_text_utf8(text + at, n - at, &point);
        const bool plain = length > 0 && (point == '\n' || point == '\t' ||
                                          (point == '\r' && text[at + 1] == '\n'));
        if (length == 0) {
            LOST(s, count_lines(text, at),
                 "byte 0x%02x is not UTF-8; save the file as UTF-8",
                 (unsigned)(unsigned char)text[at]);
            return;
        }
        if (!plain && fc_text_is_control(point)) {
            LOST(s, count_lines(text, at), "control character U+%04X; remove it",
                 (unsigned)point);
            return;
        }
        at += length;
    }
}

/* ---- keys ---- */

static size_t hash_of(const struct scan *s, struct fc__token name, unsigned serial)
{
    uint32_t hash = 0x811c9dc5u ^ (serial * 0x9e3779b9u);
    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (unsigned char)name.text[i]) * 0x01000193u;
    return (hash ^ hash >> 15) % s->n_slots;
}

static void check_duplicate(struct scan *s, struct fc__token name)
{
    const unsigned serial = s->stack[s->depth].serial;
    size_t slot = hash_of(s, name, serial);
    for (; s->keys[slot].text; slot = (slot + 1) % s->n_slots) {
        const struct key key = s->keys[slot];
        if (key.serial == serial && key.n == name.n &&
            memcmp(key.text, name.text, name.n) == 0) {
            WRONG(s, name.line, "'%.*s' is given twice; the first is on line %d",
                  shown(name), name.text, key.line);
            return;
        }
    }
    if (s->n_keys < s->n_slots / 2) {
        s->n_keys++;
        s->keys[slot] = (struct key){name.text, name.n, name.line, serial};
    }
}

static bool is_flag(struct fc__token token)
{
    char low[6] = "";
    if (token.kind != FC_TOKEN_NAME || token.n > 5)
        return false;
    for (size_t i = 0; i < token.n; i++)
        low[i] = (char)(token.text[i] | 32);
    return strcmp(low, "true") == 0 || strcmp(low, "false") == 0;
}

static void check_key(struct scan *s, struct fc__token name)
{
    if (is_flag(name))
        LOST(s, name.line, "'%.*s' cannot be a key", (int)name.n, name.text);
    else if (memchr(name.text, '*', name.n))
        WRONG(s, name.line, "'%.*s': '*' cannot stand in a key", shown(name),
              name.text);
    else if (name.n > FC_NAME_MAX)
        WRONG(s, name.line, "key '%.*s...' has %zu characters; at most %d are allowed",
              shown(name), name.text, name.n, FC_NAME_MAX);
    else
        check_duplicate(s, name);
}

/* ---- values ---- */

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static void check_string(struct scan *s, struct fc__token token)
{
    const char *end = token.text + token.n - 1;
    for (const char *at = token.text + 1; at < end; at++) {
        if (*at == '\t') {
            WRONG(s, token.line, "a tab in a text; write a space");
            return;
        }
        if (*at != '\\')
            continue;
        at++;
        if (*at == '"' || *at == '\\')
            continue;
        const int high = end - at > 2 ? hex_digit(at[1]) : -1;
        const int low = end - at > 2 ? hex_digit(at[2]) : -1;
        const bool hex = (*at == 'x' || *at == 'X') && high >= 0 && low >= 0;
        const int byte = high * 16 + low;
        if (hex && byte >= 0x20 && byte != 0x7f)
            continue;
        if (hex || strchr("nrtf", *at))
            WRONG(s, token.line,
                  "'\\%.*s' in a text is a control character; a text is one plain line",
                  hex ? 3 : 1, at);
        else
            WRONG(s, token.line,
                  "unknown escape '\\' in a text; a backslash itself is written \\\\");
        return;
    }
}

enum type { TYPE_NONE, TYPE_WHOLE, TYPE_LONG, TYPE_REAL, TYPE_FLAG, TYPE_TEXT };

static enum type check_number(struct scan *s, struct fc__token token)
{
    const struct fc__lexed_number number =
        fc__lex_number(&s->self->arena, token.text, token.n, true);
    if (number.kind == FC_NUMBER_BAD)
        WRONG(s, token.line, "'%.*s' %s", shown(token), token.text, number.why);
    return number.kind == FC_NUMBER_WHOLE  ? TYPE_WHOLE
           : number.kind == FC_NUMBER_LONG ? TYPE_LONG
           : number.kind == FC_NUMBER_REAL ? TYPE_REAL
                                           : TYPE_NONE;
}

/* One string, or several that stand side by side and count as one. */
static void check_strings(struct scan *s, struct fc__token token)
{
    const int line = token.line;
    size_t n = token.n - 2;
    check_string(s, token);
    for (;;) {
        const struct fc__lexer before = s->lexer;
        const struct fc__token more = fc__lex(&s->lexer);
        if (more.kind != FC_TOKEN_STRING) {
            s->lexer = before;
            break;
        }
        check_string(s, more);
        n += more.n - 2;
    }
    if (n > FC_TEXT_MAX)
        WRONG(s, line, "a text of %zu bytes; at most %d are allowed", n, FC_TEXT_MAX);
}

static void remember_line(struct scan *s, int line)
{
    int *at = fc_array_grow(s->lines->at, &s->lines->room, s->n_values + 1, sizeof *at);
    if (at == NULL) {
        s->self->arena.failed = true;
        s->bad = s->lost = true;
        return;
    }
    s->lines->at = at;
    at[s->n_values++] = line_of(s, line);
    s->lines->n = s->n_values;
    if (s->n_values == FC_SETTINGS_MAX + 1)
        LOST(s, line, "more than %d values; a scenario this large is not readable",
             FC_SETTINGS_MAX);
}

static void open_bracket(struct scan *s, struct fc__token token)
{
    if (s->depth == FC_DEPTH_MAX) {
        LOST(s, token.line, "nested more than %d deep", FC_DEPTH_MAX);
        return;
    }
    const char open = *token.text;
    s->stack[++s->depth] = (struct frame){
        .close = open == '{'   ? '}'
                 : open == '(' ? ')'
                               : ']',
        .line = token.line,
        .expect = open == '{' ? SETTING : FIRST_VALUE,
        .serial = ++s->serials,
    };
}

static void check_type(struct scan *s, struct fc__token token, enum type type)
{
    struct frame *frame = &s->stack[s->depth];
    if (frame->close != ']' || type == TYPE_NONE)
        return;
    if (frame->type == TYPE_NONE)
        frame->type = (int)type;
    else if (frame->type != (int)type && !frame->bad_type) {
        frame->bad_type = 1;
        WRONG(s, token.line,
              "'%.*s' is of another type than the values before it; in [ ] write all "
              "numbers with a decimal point, or all without, or use ( )",
              shown(token), token.text);
    }
}

static void not_a_value(struct scan *s, struct fc__token token)
{
    static const char *const hints[][2] = {
        {"yes", "; write true"},         {"on", "; write true"},
        {"no", "; write false"},         {"off", "; write false"},
        {"nan", "; numbers are finite"}, {"inf", "; numbers are finite"},
        {"NaN", "; numbers are finite"}, {"infinity", "; numbers are finite"},
        {"null", "; leave the key out"}, {"none", "; leave the key out"},
    };
    const char *hint = "; put a text in double quotes";
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strlen(hints[i][0]) == token.n &&
            memcmp(hints[i][0], token.text, token.n) == 0)
            hint = hints[i][1];
    if (token.kind == FC_TOKEN_NAME)
        LOST(s, token.line, "'%.*s' is not a value%s", shown(token), token.text, hint);
    else if (token.kind == FC_TOKEN_END)
        LOST(s, s->last.line, "the value after '%.*s' is missing", shown(s->last),
             s->last.text);
    else if (fc__is_mark(s->last, ',') && fc__is_mark(token, s->stack[s->depth].close))
        LOST(s, s->last.line, "a comma before '%c'; the last value takes none",
             *token.text);
    else
        LOST(s, token.line, "a value is missing before '%.*s'", shown(token),
             token.text);
}

static void value(struct scan *s, struct fc__token token)
{
    struct frame *frame = &s->stack[s->depth];
    const bool in_group = frame->close == '}' || frame->close == 0;
    frame->expect = in_group ? AFTER_SETTING : AFTER_VALUE;
    if (token.kind == FC_TOKEN_NUMBER)
        check_type(s, token, check_number(s, token));
    else if (is_flag(token))
        check_type(s, token, TYPE_FLAG);
    else if (token.kind == FC_TOKEN_STRING) {
        check_strings(s, token);
        check_type(s, token, TYPE_TEXT);
    } else if (fc__is_mark(token, '{') || fc__is_mark(token, '(') ||
               fc__is_mark(token, '[')) {
        if (frame->close == ']')
            LOST(s, token.line, "'%c' inside [ ]; use ( ) for a list of such values",
                 *token.text);
        else
            open_bracket(s, token);
    } else {
        not_a_value(s, token);
        return;
    }
    remember_line(s, in_group && s->name.n ? s->name.line : token.line);
}

/* ---- structure ---- */

static void close_bracket(struct scan *s, struct fc__token token)
{
    const struct frame *frame = &s->stack[s->depth];
    if (frame->close == *token.text)
        s->depth--;
    else if (frame->close == 0)
        LOST(s, token.line, "'%c' closes nothing", *token.text);
    else
        LOST(s, token.line, "'%c' where '%c' must close the bracket of line %d",
             *token.text, frame->close, frame->line);
}

static bool is_close(struct fc__token token)
{
    return fc__is_mark(token, '}') || fc__is_mark(token, ')') ||
           fc__is_mark(token, ']');
}

static void setting(struct scan *s, struct fc__token token)
{
    struct frame *frame = &s->stack[s->depth];
    if (is_close(token)) {
        close_bracket(s, token);
    } else if (token.kind == FC_TOKEN_NAME) {
        check_key(s, token);
        s->name = token;
        frame->expect = EQUALS;
    } else if (token.kind == FC_TOKEN_NUMBER && fc__is_mark(s->last, ',')) {
        LOST(s, token.line,
             "'%.*s' follows a comma; decimals have a point, as in 1.5, and several "
             "values stand in [ ]",
             shown(token), token.text);
    } else if (token.kind == FC_TOKEN_NUMBER && token.n > 1 &&
               memcmp(token.text, "..", 2) == 0) {
        LOST(s, token.line, "an interval is a text: write it as \"1 .. 2\"");
    } else if (token.kind == FC_TOKEN_NUMBER) {
        LOST(s, token.line, "'%.*s' cannot be a key; a key starts with a letter",
             shown(token), token.text);
    } else {
        LOST(s, token.line, "'%.*s' where a key must stand", shown(token), token.text);
    }
}

static void after_value(struct scan *s, struct fc__token token)
{
    struct frame *frame = &s->stack[s->depth];
    if (fc__is_mark(token, ','))
        frame->expect = VALUE;
    else if (is_close(token))
        close_bracket(s, token);
    else if (fc__is_mark(token, ';'))
        LOST(s, token.line, "';' inside '%c'; values there are separated by commas",
             frame->close == ')' ? '(' : '[');
    else
        LOST(s, token.line, "'%.*s' where ',' or '%c' must stand", shown(token),
             token.text, frame->close);
}

static void step(struct scan *s, struct fc__token token)
{
    struct frame *frame = &s->stack[s->depth];
    switch (frame->expect) {
    case AFTER_SETTING:
        frame->expect = SETTING;
        if (!fc__is_mark(token, ';') && !fc__is_mark(token, ','))
            setting(s, token);
        break;
    case SETTING:
        setting(s, token);
        break;
    case EQUALS:
        frame->expect = VALUE;
        if (!fc__is_mark(token, '=') && !fc__is_mark(token, ':'))
            LOST(s, s->last.line, "'%.*s' is not followed by '='", shown(s->last),
                 s->last.text);
        break;
    case FIRST_VALUE:
        if (is_close(token)) {
            close_bracket(s, token);
            break;
        }
        value(s, token);
        break;
    case VALUE:
        value(s, token);
        break;
    case AFTER_VALUE:
        after_value(s, token);
        break;
    }
}

static void finish(struct scan *s)
{
    const struct frame *frame = &s->stack[s->depth];
    if (s->depth > 0)
        LOST(s, frame->line, "the '%c' that opens here is never closed",
             frame->close == '}'   ? '{'
             : frame->close == ')' ? '('
                                   : '[');
    else if (frame->expect == EQUALS)
        LOST(s, s->last.line, "'%.*s' is not followed by '='", shown(s->last),
             s->last.text);
    else if (frame->expect == VALUE)
        not_a_value(s, (struct fc__token){.kind = FC_TOKEN_END});
}

bool fc__preflight(fc_scenario *self, int file, int line, const char *text,
                   size_t length, struct fc__lines *lines)
{
    struct scan *s = fc_array_new(1, sizeof *s);
    size_t n_slots = 64; /* a key takes at least two bytes: half stay empty */
    while (n_slots < length && n_slots < KEY_SLOTS_MAX)
        n_slots *= 2;
    struct key *keys = fc_array_new(n_slots, sizeof *keys);
    bool good = false;
    if (s == NULL || keys == NULL) {
        self->arena.failed = true;
    } else {
        *s = (struct scan){.self = self, .file = file, .fixed_line = line};
        s->keys = keys;
        s->n_slots = n_slots;
        s->lexer = (struct fc__lexer){.text = text, .n = length, .line = 1};
        s->lines = lines;
        check_bytes(s);
        while (!s->lost) {
            const struct fc__token token = fc__lex(&s->lexer);
            if (token.kind == FC_TOKEN_BAD)
                LOST(s, token.line, "%s%.*s%s%s", token.n ? "'" : "", shown(token),
                     token.text, token.n ? "': " : "", token.why);
            else if (token.kind == FC_TOKEN_END)
                break;
            else
                step(s, token);
            s->last = token;
        }
        if (!s->lost)
            finish(s);
        good = !s->bad;
    }
    free(keys);
    free(s);
    return good;
}
