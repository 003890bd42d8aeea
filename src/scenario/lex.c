/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens as libconfig 1.5 sees them, with its traps made visible: it accepts "." as a
 * number, drops everything after an unclosed comment, and wraps whole numbers beyond 32
 * bits. Checked by tests/unit/test_scenario_bad.c. */
#include "scenario/lex.h"

#include <string.h>

#include "scenario/own.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Passes over white space and comments. False at an unclosed comment, whose start is
 * then in *token. */
static bool skip(struct fc__lexer *self, struct fc__token *token)
{
    while (self->at < self->n) {
        const char *at = self->text + self->at;
        const char second = self->at + 1 < self->n ? at[1] : 0;
        if (*at == '\n') {
            self->line++;
            self->at++;
        } else if (*at == ' ' || *at == '\t' || *at == '\r') {
            self->at++;
        } else if (*at == '#' || (*at == '/' && second == '/')) {
            const char *end = memchr(at, '\n', self->n - self->at);
            self->at = end ? (size_t)(end - self->text) : self->n;
        } else if (*at == '/' && second == '*') {
            token->line = self->line;
            size_t i = self->at + 2;
            for (; i + 1 < self->n && memcmp(self->text + i, "*/", 2) != 0; i++)
                self->line += self->text[i] == '\n';
            if (i + 1 >= self->n)
                return false;
            self->at = i + 2;
        } else {
            break;
        }
    }
    return true;
}

static struct fc__token bad(struct fc__token token, const char *why)
{
    token.kind = FC_TOKEN_BAD;
    token.why = why;
    return token;
}

static struct fc__token string(struct fc__lexer *self, struct fc__token token)
{
    const char *end = self->text + self->n;
    const char *at = token.text + 1;
    while (at < end && *at != '"' && *at != '\n')
        at += *at == '\\' && at + 1 < end && at[1] != '\n' ? 2 : 1;
    if (at >= end || *at == '\n')
        return bad(token, "the text that opens here has no closing quote on its line; "
                          "a text is one line in double quotes");
    token.kind = FC_TOKEN_STRING;
    token.n = (size_t)(at + 1 - token.text);
    return token;
}

static struct fc__token run(struct fc__lexer *self, struct fc__token token,
                            enum fc__token_kind kind)
{
    const char *extra = kind == FC_TOKEN_NAME ? "-_*" : "+-_.";
    size_t i = self->at + 1;
    while (i < self->n && self->text[i] &&
           (is_digit(self->text[i]) || is_letter(self->text[i]) ||
            strchr(extra, self->text[i])))
        i++;
    token.kind = kind;
    token.n = i - self->at;
    return token;
}

/* A piece of what nothing else starts with, to show it: up to a space or a mark. */
static struct fc__token strange(struct fc__lexer *self, struct fc__token token)
{
    size_t i = self->at + 1;
    if ((unsigned char)*token.text >= 0x80) {
        while (i < self->n && i - self->at < 40 && (unsigned char)self->text[i] >= 0x80)
            i++;
        while (i < self->n && ((unsigned char)self->text[i] & 0xc0) == 0x80)
            i++;
        token.n = i - self->at;
        return bad(token, "keys are ASCII letters, digits and '_'; "
                          "put any other text in double quotes");
    }
    token.n = 1;
    if (*token.text == '@')
        return bad(token, "includes are off; write extends = \"base.cfg\"; instead");
    if (*token.text == '\'') {
        token.n = 0;
        return bad(token, "a text stands in double quotes, not in single ones");
    }
    if (*token.text == '%')
        return bad(token, "a share is written as 0.05, not as 5%");
    if (*token.text == '_')
        return bad(token, "a key starts with a letter");
    return bad(token, "it means nothing outside a text or a comment");
}

struct fc__token fc__lex(struct fc__lexer *self)
{
    struct fc__token token = {.kind = FC_TOKEN_END};
    if (!skip(self, &token)) {
        self->at = self->n;
        token.text = "";
        return bad(token, "the comment that opens here is never closed");
    }
    token.line = self->line;
    token.text = self->text + self->at;
    if (self->at >= self->n)
        return token;
    const char c = *token.text;
    if (c == '"')
        token = string(self, token);
    else if (is_letter(c) || c == '*')
        token = run(self, token, FC_TOKEN_NAME);
    else if (is_digit(c) || c == '.' || c == '+' || c == '-')
        token = run(self, token, FC_TOKEN_NUMBER);
    else if (c != 0 && strchr("=:;,()[]{}", c))
        token = (struct fc__token){FC_TOKEN_MARK, token.text, 1, token.line, NULL};
    else
        token = strange(self, token);
    self->at += token.n;
    return token;
}

bool fc__is_mark(struct fc__token token, char mark)
{
    return token.kind == FC_TOKEN_MARK && *token.text == mark;
}

/* ---- numbers ---- */

static struct fc__lexed_number number_bad(const char *why)
{
    return (struct fc__lexed_number){.kind = FC_NUMBER_BAD, .why = why};
}

static size_t digits(const char *text, size_t n, size_t at)
{
    while (at < n && is_digit(text[at]))
        at++;
    return at;
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* text[at..end) in `base` into a 64-bit number; false if it does not fit. */
static bool whole_fits(const char *text, size_t at, size_t end, int base, bool minus,
                       int64_t *out)
{
    *out = 0;
    for (; at < end; at++) {
        const int64_t digit = hex_value(text[at]);
        if (__builtin_mul_overflow(*out, (int64_t)base, out) ||
            __builtin_add_overflow(*out, minus ? -digit : digit, out))
            return false;
    }
    return true;
}

/* Digits end at `end`; what follows may be L or LL. */
static struct fc__lexed_number whole(struct fc__arena *arena, const char *text,
                                     size_t n, size_t start, size_t end, int base,
                                     bool strict)
{
    const size_t tail = n - end;
    const bool is_long = tail > 0;
    int64_t value;
    if (tail > 0 && is_letter(text[end]) && text[end] != 'L')
        return number_bad(
            "is not a number; a unit belongs in the key, not in the value");
    if (tail > 2 || (tail > 0 && text[end] != 'L') ||
        (tail > 1 && text[end + 1] != 'L'))
        return number_bad("is not a number");
    if (base == 10 && end - start > 1 && text[start] == '0')
        return number_bad("starts with a zero; write it without");
    if (!whole_fits(text, start, end, base, *text == '-', &value))
        return number_bad(base == 10
                              ? "is too large for a whole number; add a decimal point"
                              : "is too large; hexadecimal numbers end at "
                                "0x7FFFFFFFFFFFFFFFL");
    if (strict && !is_long && (value > INT32_MAX || value < INT32_MIN)) {
        const int shown = (int)end;
        return number_bad(
            base == 10 ? fc__arena_format(arena,
                                          "is too large for a plain whole number; "
                                          "write %.*sL or %.*s.0",
                                          shown, text, shown, text)
                       : fc__arena_format(arena,
                                          "is too large for a plain whole number; "
                                          "write %.*sL",
                                          shown, text));
    }
    return (struct fc__lexed_number){.kind = is_long ? FC_NUMBER_LONG : FC_NUMBER_WHOLE,
                                     .whole = value};
}

static struct fc__lexed_number real(const char *text, size_t n)
{
    bool underflow;
    double value;
    if (!fc_text_to_double(text, n, &value, &underflow))
        return number_bad(n > 400 ? "has too many digits"
                                  : "is too large; numbers end at about 1.8e308");
    if (underflow)
        return number_bad("is too small to be told from 0; write 0.0");
    return (struct fc__lexed_number){.kind = FC_NUMBER_REAL, .real = value};
}

struct fc__lexed_number fc__lex_number(struct fc__arena *arena, const char *text,
                                       size_t n, bool strict)
{
    const size_t start = n > 0 && (*text == '+' || *text == '-');
    if (n > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        size_t end = 2;
        while (end < n && hex_value(text[end]) >= 0)
            end++;
        return end == 2 ? number_bad("is not a number")
                        : whole(arena, text, n, 2, end, 16, strict);
    }
    const size_t before = digits(text, n, start);
    const bool point = before < n && text[before] == '.';
    const size_t mantissa = point ? digits(text, n, before + 1) : before;
    for (size_t i = 0; i + 1 < n; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return number_bad("is no number; an interval is a text, as in \"1 .. 2\"");
    if (mantissa - start - point == 0)
        return number_bad("is not a number");
    size_t end = mantissa;
    if (mantissa < n && (text[mantissa] == 'e' || text[mantissa] == 'E')) {
        size_t i = mantissa + 1;
        i += i < n && (text[i] == '+' || text[i] == '-');
        end = digits(text, n, i) > i ? digits(text, n, i) : mantissa;
    }
    if (!point && end == mantissa)
        return whole(arena, text, n, start, mantissa, 10, strict);
    if (end != n)
        return number_bad("is not a number");
    if (before - start > 1 && text[start] == '0')
        return number_bad("starts with a zero; write it without");
    return real(text, n);
}
