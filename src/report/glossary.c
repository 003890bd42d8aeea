/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public glossary over the tables of terms. Checked by
 * tests/unit/test_report_words.c. */
#include <string.h>

#include "funnelcloud/report.h"
#include "report/words.h"

size_t fc_glossary_size(void)
{
    size_t n = 0;
    while (fc__term_at(FC_LANG_EN, n))
        n++;
    return n;
}

const char *fc_glossary_entry(size_t i, const char *lang, const char **term)
{
    const struct fc_term *row = fc__term_at(fc__lang(lang), i);
    if (term) /* words of sentences have no key: their title is what people see */
        *term = strcmp(row->kind, "word") == 0 ? row->title : row->name;
    return row->text;
}
