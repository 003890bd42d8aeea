/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of the page. */
#ifndef FC_REPORT_HTML_H
#define FC_REPORT_HTML_H

#include "report/write.h"

struct fc_page {
    const struct fc_view *view;
    struct fc_builder *out;
};

/* Text of a message or of a user, escaped. */
void fc__page_say(struct fc_page *page, const char *key);
void fc__page_text(struct fc_page *page, const char *text);
void fc__page_raw(struct fc_page *page, const char *html);

/* A section with its heading (a message key); end with "</section>". */
void fc__page_section(struct fc_page *page, const char *id, const char *key);

/* <table> with headings: keys of messages, those of numbers begin with '#'. */
void fc__page_table(struct fc_page *page, const char *const *keys, size_t n);
void fc__page_cell(struct fc_page *page, const char *text);   /* words, escaped */
void fc__page_number(struct fc_page *page, const char *text); /* right-aligned */
/* A number and, small, its error. */
void fc__page_estimate(struct fc_page *page, struct fc_estimate number,
                       const char *unit);

/* html_tables.c */
void fc__page_targets(struct fc_page *page);
void fc__page_totals(struct fc_page *page);
void fc__page_crises(struct fc_page *page);
void fc__page_ledger(struct fc_page *page);
void fc__page_glossary(struct fc_page *page);

extern const char fc__page_style[];

#endif
