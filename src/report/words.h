/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people: a lexicon for what all reports share and one for each kind of
 * report, each with a table of sentences and one of terms per language.
 *
 * A sentence holds {name} where a text goes, and {name|one|many} (English) or
 * {name|one|few|many} (Russian) where the form follows the number `name`. Both
 * languages have the same keys and names; tests/unit/test_report_words.c proves it. */
#ifndef FC_REPORT_WORDS_H
#define FC_REPORT_WORDS_H

#include "base/text.h"

enum fc_lang { FC_LANG_EN, FC_LANG_RU, FC_LANGS };

/* "ru" and "ru_RU" are Russian, all else English. NULL is allowed. */
enum fc_lang fc__lang(const char *code);
/* "en", "ru". */
const char *fc__lang_code(enum fc_lang lang);

struct fc_message {
    const char *key, *text;
};

/* A term: what a metric, statistic, column, ... is called and what it means. */
struct fc_term {
    const char *kind; /* metric breakdown member work reason category ingredient stat
                         column key file word */
    const char *name; /* as in the machine formats */
    const char *title, *text;
};

/* Tables by language, ended by key = NULL and name = NULL, in the same order. */
struct fc_lexicon {
    const struct fc_message *messages[FC_LANGS];
    const struct fc_term *terms[FC_LANGS];
};
/* All of them, ended by NULL; the list stands in words.c. */
extern const struct fc_lexicon *const fc__lexicons[];
extern const struct fc_lexicon fc__words_frontier;
extern const struct fc_message fc__messages_en[], fc__messages_ru[];
extern const struct fc_term fc__terms_en[], fc__terms_ru[];

/* Entry i of all lexicons together; NULL behind the last one. */
const struct fc_message *fc__message_at(enum fc_lang lang, size_t i);
const struct fc_term *fc__term_at(enum fc_lang lang, size_t i);

/* The text of a key; the key itself if there is none. Never NULL. */
const char *fc__message(enum fc_lang lang, const char *key);

/* The entry of a term; NULL if there is none. `kind` NULL: any. */
const struct fc_term *fc__term(enum fc_lang lang, const char *kind, const char *name);

/* Display title of a term: its entry, else `fallback`, else the name. */
const char *fc__term_title(enum fc_lang lang, const char *kind, const char *name,
                           const char *fallback);

/* What stands for a name in a sentence. */
struct fc_word {
    const char *name, *text;
    double number; /* chooses the plural form */
};
#define FC_WORD(name, text)                                                            \
    {                                                                                  \
        name, text, 0.0                                                                \
    }

void fc__say_words(struct fc_builder *out, enum fc_lang lang, const char *key,
                   const struct fc_word *words, size_t n);

/* FC_SAY(out, lang, "run.worlds", FC_WORD("from", from), ...) */
#define FC_SAY(out, lang, key, ...)                                                    \
    fc__say_words((out), (lang), (key), (const struct fc_word[]){__VA_ARGS__},         \
                  sizeof(const struct fc_word[]){__VA_ARGS__} /                        \
                      sizeof(struct fc_word))

/* Which plural form of `lang` goes with a number: 0 one, 1 few (English: many), 2 many.
 */
int fc__plural(enum fc_lang lang, double number);

/* "March 2027"; with `from` the form after a preposition: "с марта 2027". `month` is
 * 12 * year + month - 1. */
void fc__say_month(struct fc_builder *out, enum fc_lang lang, int month, bool from);

/* A whole number grouped by thousands: "10 000", English "10,000". */
const char *fc__count_text(enum fc_lang lang, double count, char out[32]);

#endif
