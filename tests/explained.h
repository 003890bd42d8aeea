/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says must stand in the glossary, in both languages. */
#ifndef FC_TESTS_EXPLAINED_H
#define FC_TESTS_EXPLAINED_H

#include <stdio.h>
#include <string.h>

#include "report/words.h"

/* `kind` NULL: a key, of whatever kind. */
static inline void assert_term(const char *kind, const char *name)
{
    for (int lang = 0; lang < FC_LANGS; lang++)
        if (!fc__term((enum fc_lang)lang, kind, name))
            fail_msg("no glossary entry for %s '%s'", kind ? kind : "key", name);
}

/* n characters of a text: a key or a column. */
static inline void assert_word(const char *text, size_t n)
{
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)n, text);
    assert_term(NULL, word);
}

/* Every key of a JSON text. */
static inline void assert_explained(const char *json)
{
    for (const char *at = json; (at = strstr(at, "\": ")) != NULL; at++) {
        const char *start = at;
        while (start[-1] != '"')
            start--;
        assert_word(start, (size_t)(at - start));
    }
}

#endif
