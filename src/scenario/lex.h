/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens of a scenario text, for the pre-flight only. */
#ifndef FC_SCENARIO_LEX_H
#define FC_SCENARIO_LEX_H

#include <stdbool.h>
#include <stddef.h>

enum fc__token_kind {
    FC_TOKEN_END,
    FC_TOKEN_NAME,
    FC_TOKEN_NUMBER, /* any run that starts like one */
    FC_TOKEN_STRING, /* with its quotes */
    FC_TOKEN_MARK,   /* one of = : ; , ( ) [ ] { } */
    FC_TOKEN_BAD     /* `why` tells */
};

struct fc__token {
    enum fc__token_kind kind;
    const char *text;
    size_t n;
    int line;
    const char *why;
};

struct fc__lexer {
    const char *text;
    size_t n, at;
    int line;
};

struct fc__token fc__lex(struct fc__lexer *self);

/* True for a token that is this mark. */
bool fc__is_mark(struct fc__token token, char mark);

#endif
