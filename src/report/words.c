/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks words up and puts sentences together. Checked by
 * tests/unit/test_report_words.c. */
#include "report/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum fc_lang fc__lang(const char *code)
{
    return code && strncmp(code, "ru", 2) == 0 ? FC_LANG_RU : FC_LANG_EN;
}

const char *fc__lang_code(enum fc_lang lang)
{
    return lang == FC_LANG_RU ? "ru" : "en";
}

static const struct fc_lexicon common = {{fc__messages_en, fc__messages_ru},
                                         {fc__terms_en, fc__terms_ru}};
const struct fc_lexicon *const fc__lexicons[] = {&common, &fc__words_frontier, NULL};

const struct fc_message *fc__message_at(enum fc_lang lang, size_t i)
{
    for (const struct fc_lexicon *const *at = fc__lexicons; *at; at++)
        for (const struct fc_message *row = (*at)->messages[lang]; row->key; row++)
            if (i-- == 0)
                return row;
    return NULL;
}

const struct fc_term *fc__term_at(enum fc_lang lang, size_t i)
{
    for (const struct fc_lexicon *const *at = fc__lexicons; *at; at++)
        for (const struct fc_term *row = (*at)->terms[lang]; row->name; row++)
            if (i-- == 0)
                return row;
    return NULL;
}

const char *fc__message(enum fc_lang lang, const char *key)
{
    for (const struct fc_lexicon *const *at = fc__lexicons; *at; at++)
        for (const struct fc_message *row = (*at)->messages[lang]; row->key; row++)
            if (strcmp(row->key, key) == 0)
                return row->text;
    return key;
}

const struct fc_term *fc__term(enum fc_lang lang, const char *kind, const char *name)
{
    for (const struct fc_lexicon *const *at = fc__lexicons; *at; at++)
        for (const struct fc_term *row = (*at)->terms[lang]; row->name; row++)
            if (strcmp(row->name, name) == 0 && (!kind || strcmp(row->kind, kind) == 0))
                return row;
    return NULL;
}

const char *fc__term_title(enum fc_lang lang, const char *kind, const char *name,
                           const char *fallback)
{
    const struct fc_term *term = fc__term(lang, kind, name);
    return term ? term->title : fallback && *fallback ? fallback : name;
}

int fc__plural(enum fc_lang lang, double number)
{
    const bool whole = number >= 0.0 && number < 1e15 && !(number > floor(number));
    if (lang == FC_LANG_EN)
        return whole && fabs(number - 1.0) < 0.5 ? 0 : 1;
    if (!whole) /* 2,5 месяца */
        return 1;
    const int two = (int)fmod(number, 100.0), one = two % 10;
    if (one == 1 && two != 11)
        return 0;
    return one >= 2 && one <= 4 && (two < 12 || two > 14) ? 1 : 2;
}

static const struct fc_word *find_word(const struct fc_word *words, size_t n,
                                       const char *name, size_t length)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(words[i].name, name, length) == 0 && words[i].name[length] == '\0')
            return &words[i];
    return NULL;
}

/* Adds form number `form` of "one|few|many" (the last one there is at most). */
static void add_form(struct fc_builder *out, const char *forms, const char *end,
                     int form)
{
    for (const char *bar; form > 0 && (bar = memchr(forms, '|', (size_t)(end - forms)));
         form--)
        forms = bar + 1;
    const char *bar = memchr(forms, '|', (size_t)(end - forms));
    fc_builder_add_bytes(out, forms, (size_t)((bar ? bar : end) - forms));
}

void fc__say_words(struct fc_builder *out, enum fc_lang lang, const char *key,
                   const struct fc_word *words, size_t n)
{
    const char *text = fc__message(lang, key);
    while (*text) {
        const char *open = strchr(text, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            fc_builder_add(out, text);
            return;
        }
        fc_builder_add_bytes(out, text, (size_t)(open - text));
        const char *bar = memchr(open, '|', (size_t)(close - open));
        const char *end = bar ? bar : close;
        const struct fc_word *word =
            find_word(words, n, open + 1, (size_t)(end - open - 1));
        if (!word) /* shows as {name}: the tests look for it */
            fc_builder_add_bytes(out, open, (size_t)(close - open) + 1);
        else if (bar)
            add_form(out, bar + 1, close, fc__plural(lang, word->number));
        else
            fc_builder_add(out, word->text ? word->text : "");
        text = close + 1;
    }
}

void fc__say_month(struct fc_builder *out, enum fc_lang lang, int month, bool from)
{
    char key[32];
    snprintf(key, sizeof key, "month.%s%d", from ? "from." : "", month % 12 + 1);
    fc_builder_format(out, "%s %d", fc__message(lang, key), month / 12);
}

const char *fc__count_text(enum fc_lang lang, double count, char out[32])
{
    char digits[32];
    if (!(fabs(count) < 1e15)) {
        snprintf(out, 32, "?");
        return out;
    }
    const int length = snprintf(digits, sizeof digits, "%.0f", fabs(count));
    const char *gap = lang == FC_LANG_RU ? "\xC2\xA0" : ",";
    char *at = out;
    if (count < 0.0)
        at += snprintf(at, 4, "\xE2\x88\x92");
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0 && length > (lang == FC_LANG_RU ? 4 : 3))
            at += snprintf(at, 4, "%s", gap);
        *at++ = digits[i];
    }
    *at = '\0';
    return out;
}
